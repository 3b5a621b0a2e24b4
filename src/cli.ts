#!/usr/bin/env node
import { CommanderError } from 'commander';
import { program } from './program.js';
// In the order of the help.
import './commands-to-run.js';
import './commands-to-record.js';
import './commands-to-read.js';
import './commands-to-prove.js';

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
