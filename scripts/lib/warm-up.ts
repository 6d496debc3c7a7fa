import '../../src/app.ts';
import '../../src/prepare.ts';
import '../../src/jobs.ts';
import '../../test/harness.ts';
import '../../test/factories.ts';
import '../../test/people.ts';

// The process whose compiled code the test processes take over (scripts/lib/packed.mjs): loads what most of them load.
process.exit(0);
