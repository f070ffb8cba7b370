package io.arco.server.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import java.util.List;

/**
 * Reflection under the name that it had before {@code v1}: the same messages in another package.
 * Clients in wide use know no other, that of Python among them.
 */
final class AlphaReflection implements Service {
  private static final String V1 = ".grpc.reflection.v1.";
  private static final String PACKAGE = "grpc.reflection.v1alpha";
  private static final ServiceDescriptor DESCRIPTOR =
      renamed(ReflectionService.v1().descriptor().getFile())
          .findServiceByName(ReflectionService.v1().descriptor().getName());

  @Override
  public ServiceName name() {
    return ServiceName.create(DESCRIPTOR.getFullName());
  }

  @Override
  public ServiceDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public void bind(GrpcServer server) {
    ReflectionService.v1().bind(new Renaming(server, name()));
  }

  private static FileDescriptor renamed(FileDescriptor file) {
    FileDescriptorProto.Builder proto =
        file.toProto().toBuilder().setPackage(PACKAGE).setName("grpc/reflection/v1alpha.proto");
    for (DescriptorProto.Builder message : proto.getMessageTypeBuilderList()) {
      for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
        if (field.hasTypeName()) {
          field.setTypeName(renamed(field.getTypeName()));
        }
      }
    }
    for (MethodDescriptorProto.Builder method : proto.getServiceBuilder(0).getMethodBuilderList()) {
      method.setInputType(renamed(method.getInputType()));
      method.setOutputType(renamed(method.getOutputType()));
    }
    try {
      return FileDescriptor.buildFrom(
          proto.build(), file.getDependencies().toArray(FileDescriptor[]::new));
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("another package makes no file invalid", e);
    }
  }

  private static String renamed(String type) {
    return type.replace(V1, "." + PACKAGE + ".");
  }

  /** A server whose services have their methods under another name. */
  private record Renaming(GrpcServer server, ServiceName name) implements GrpcServer {
    @Override
    public <A, B> GrpcServer callHandler(
        ServiceMethod<A, B> method, Handler<GrpcServerRequest<A, B>> handler) {
      server.callHandler(
          ServiceMethod.server(name, method.methodName(), method.encoder(), method.decoder()),
          handler);
      return this;
    }

    @Override
    public GrpcServer callHandler(Handler<GrpcServerRequest<Buffer, Buffer>> handler) {
      server.callHandler(handler);
      return this;
    }

    @Override
    public GrpcServer addService(Service service) {
      server.addService(service);
      return this;
    }

    @Override
    public List<Service> services() {
      return server.services();
    }

    @Override
    public void handle(HttpServerRequest request) {
      server.handle(request);
    }
  }
}
