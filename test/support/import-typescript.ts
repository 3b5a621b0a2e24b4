import { registerHooks } from 'node:module';

// Node runs TypeScript as it is, but takes a specifier literally: `./x.js` of a source file is its neighbour `./x.ts`.
registerHooks({
  resolve: (specifier, context, next) => {
    // A thread's first file comes as an address.
    if (!/^(?:\.|file:).*\.js$/.test(specifier)) return next(specifier, context);
    try {
      return next(specifier.replace(/\.js$/, '.ts'), context);
    } catch {
      return next(specifier, context);
    }
  },
});
