// A process of its own that sweeps once: for tests that end it in the middle.
const { sweepWatch } = await import('../../../src/filings/watch/sweep.ts');
process.stdout.write('sweeping\n');
await sweepWatch();
process.exit(0);
