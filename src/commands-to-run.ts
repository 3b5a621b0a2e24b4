import { onLedger, recording, run, say, terminal } from './command-runs.js';
import type { Ledger } from './ledger/ledger.js';
import { command, servedParts, wholeNumber } from './program.js';
import type { Served } from './served.js';
import { readSettings } from './settings.js';
import type { ExitCode } from './web/terminal.js';

// Commands that run the program and look after it. What one does is loaded when it is asked for, so that the program starts in a third of the time.

command(
  'serve',
  'serve pages and the JSON interface, keep the figures up with the ledger, and feed the brokers if there are any',
  'serve',
  'serve --only relay',
)
  .option('--only <parts>', 'web, projector, relay, intake; joined by commas', servedParts)
  .action(({ only }: { only?: readonly Served[] }) =>
    run(async () => {
      const { serve, serviceLog } = await import('./main.js');
      const settings = readSettings(process.env);
      const log = serviceLog(settings);
      const service = await serve(settings, (message) => log.say(message), only);
      log.say(`Tallystick serves ${service.url ?? only?.join(', ') ?? ''} (stop it with Ctrl+C)`);
      await service.stopped;
      return 0;
    }),
  );

command('migrate', 'bring the database up to this program and load the measures that come with it', 'migrate').action(
  () =>
    recording(() => {
      terminal.out('The database is up to this program.');
      return Promise.resolve(0);
    }),
);

command('rebuild', 'work out all figures again from the entries, while writing goes on', 'rebuild').action(() =>
  onLedger(async ({ ledger }) => (await import('./features/rebuild/command-line.js')).rebuildCommand(ledger, terminal)),
);

command(
  'topics',
  'make the topics of the feed and the intake, and say of those that are there what differs',
  'topics',
  'topics --replicas 3',
)
  .option('--replicas <number>', 'copies of each topic; 3 unless told, or as many as there are brokers', wholeNumber)
  .option('--adopt', 'what the topic of entries holds is this ledger’s own, from before it was moved here')
  .option('--refill', 'the topic of entries was lost: it is made anew, and the relay fills it from entry 0')
  .action((options: { replicas?: number; adopt?: true; refill?: true }) =>
    run(async () => (await import('./topics.js')).topics(readSettings(process.env), options, terminal)),
  );

command('doctor', 'look at settings, database, durability, checkpoint and versions', 'doctor').action(() =>
  run(async () => (await import('./doctor.js')).examine(process.env, terminal)),
);

command('demo', 'load a demonstration, prove its figures, and go on serving', 'demo', 'demo --no-serve')
  .option('--no-serve', 'end after the proof')
  .action(({ serve: isServing }: { serve: boolean }) =>
    isServing ? demoAndServe() : recording(({ ledger }) => demo(ledger)),
  );

async function demo(ledger: Ledger): Promise<ExitCode> {
  return (await import('./demo.js')).runDemo(ledger, readSettings(process.env).dataDir, terminal);
}

function demoAndServe(): Promise<void> {
  return run(async () => {
    const { serve } = await import('./main.js');
    const settings = readSettings(process.env);
    const service = await serve(settings, say);
    const code = await demo(service.ledger);
    terminal.out(`\nThe statement is at ${service.url ?? ''} (stop with Ctrl+C).`);
    terminal.out(`The same proof, offline: npx tallystick verify ${settings.dataDir}/demo/ledger.ndjson`);
    await service.stopped;
    return code;
  });
}
