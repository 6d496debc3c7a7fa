/** One worker's try at one delivery, in a process of its own, so that it can be killed. */
import { deliver } from '../../src/notify/deliver.ts';

await deliver(Number(process.argv[2]));
process.exit(0);
