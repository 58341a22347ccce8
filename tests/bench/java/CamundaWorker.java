import io.camunda.client.CamundaClient;
import io.camunda.client.api.worker.JobHandler;
import java.net.URI;
import java.time.Duration;

/** camunda-client-java doing nothing, as fast as it goes: ADDRESS TYPES THREADS JOBS STREAM READ. */
public final class CamundaWorker {
  public static void main(String[] arguments) throws InterruptedException {
    boolean reads = Boolean.parseBoolean(arguments[5]);
    CamundaClient client =
        CamundaClient.newClientBuilder()
            .grpcAddress(URI.create("http://" + arguments[0]))
            .preferRestOverGrpc(false)
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
          .name("camunda-client-java")
          .timeout(Duration.ofSeconds(60))
          .maxJobsActive(Integer.parseInt(arguments[3]))
          .streamEnabled(Boolean.parseBoolean(arguments[4]))
          .open();
    }
    Thread.currentThread().join();
  }
}
