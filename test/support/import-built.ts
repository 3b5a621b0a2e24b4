import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join, relative } from 'node:path';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Scripts run as they are, by type stripping; the product runs as it was built, because stripping knows no decorators. What a script
// imports from `src` or `projections` therefore comes from `dist`, and its own neighbours `./x.js` are `./x.ts`.
registerHooks({
  resolve: (specifier, context, next) => {
    if (!specifier.startsWith('.') || context.parentURL === undefined) return next(specifier, context);
    const path = relative(ROOT, fileURLToPath(new URL(specifier, context.parentURL)));
    if (/^(?:src|projections)\//.test(path)) return next(pathToFileURL(join(ROOT, 'dist', path)).href, context);
    return path.startsWith('test/') ? next(specifier.replace(/\.js$/, '.ts'), context) : next(specifier, context);
  },
});
