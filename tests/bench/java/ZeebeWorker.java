import io.camunda.zeebe.client.ZeebeClient;
import io.camunda.zeebe.client.api.worker.JobHandler;
import java.time.Duration;

/** zeebe-client-java doing nothing, as fast as it goes: ADDRESS TYPES THREADS JOBS STREAM READ. */
public final class ZeebeWorker {
  public static void main(String[] arguments) throws InterruptedException {
    boolean reads = Boolean.parseBoolean(arguments[5]);
    ZeebeClient client =
        ZeebeClient.newClientBuilder()
            .gatewayAddress(arguments[0])
            .usePlaintext()
            .useDefaultRetryPolicy(true)
            .numJobWorkerExecutionThreads(Integer.parseInt(arguments[2]))
            .build();
    JobHandler handler =
        (jobs, job) -> {
          if (reads) {
            job.getVariablesAsMap();
          }
          jobs.newCompleteCommand(job).send();
        };
    for (String type : arguments[1].split(",")) {
      client
          .newWorker()
          .jobType(type)
          .handler(handler)
          .name("zeebe-client-java")
          .timeout(Duration.ofSeconds(60))
          .maxJobsActive(Integer.parseInt(arguments[3]))
          .streamEnabled(Boolean.parseBoolean(arguments[4]))
          .open();
    }
    Thread.currentThread().join();
  }
}
