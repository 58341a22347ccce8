import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** Answers CompleteJob with nothing, on the network stack of Zeebe's gateway; prints its port. */
public final class AnsweringServer {
  public static void main(String[] arguments) throws Exception {
    Marshaller<byte[]> bytes =
        new Marshaller<>() {
          public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
          }

          public byte[] parse(InputStream stream) {
            try {
              return stream.readAllBytes();
            } catch (IOException error) {
              throw new UncheckedIOException(error);
            }
          }
        };
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(MethodType.UNARY)
            .setFullMethodName("gateway_protocol.Gateway/CompleteJob")
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("gateway_protocol.Gateway")
            .addMethod(
                method,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      answer.onNext(new byte[0]);
                      answer.onCompleted();
                    }))
            .build();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .directExecutor()
            .addService(service)
            .build()
            .start();
    System.out.println(server.getPort());
    server.awaitTermination();
  }
}
