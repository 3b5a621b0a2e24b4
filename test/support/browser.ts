import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** As root there is no sandbox to be had; elsewhere it stays. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
}

/** Finds a Chromium: `CHROMIUM_PATH`, an installed one, or the one that the package `@sparticuz/chromium` carries; `undefined` without any. */
export async function findChromium(): Promise<Chromium | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { executablePath: named, args: AS_ROOT };
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, args: AS_ROOT };
  return packagedChromium();
}

/** Starts a Chromium without a window. */
export function startBrowser({ executablePath, args }: Chromium): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...args], headless: true });
}

interface Packaged {
  readonly default: { readonly args: readonly string[]; executablePath(): Promise<string> };
}

/** The package is no dependency: it is used where somebody has installed it. */
async function packagedChromium(): Promise<Chromium | undefined> {
  const name: string = '@sparticuz/chromium';
  try {
    const { default: packaged } = (await import(name)) as Packaged;
    return { executablePath: await packaged.executablePath(), args: packaged.args };
  } catch {
    return undefined;
  }
}
