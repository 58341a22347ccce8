// @camunda8/sdk doing nothing, as fast as it goes: ADDRESS TYPES JOBS STREAM POLL_MS.
// It parses all variables before it calls a handler.
import { Camunda8 } from '@camunda8/sdk';

const [address, types, jobs, stream, poll] = process.argv.slice(2);
const zeebe = new Camunda8({
  CAMUNDA_AUTH_STRATEGY: 'NONE',
  ZEEBE_GRPC_ADDRESS: `grpc://${address}`,
  zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'ERROR' },
}).getZeebeGrpcApiClient();
const taskHandler = (job) => job.complete();

for (const type of types.split(',')) {
  if (stream === 'true') {
    await zeebe.streamJobs({ type, worker: 'node', timeout: 60_000, taskHandler, pollMaxJobsToActivate: Number(jobs) });
  } else {
    zeebe.createWorker({
      taskType: type,
      taskHandler,
      timeout: 60_000,
      maxJobsToActivate: Number(jobs),
      pollInterval: Number(poll),
    });
  }
}
