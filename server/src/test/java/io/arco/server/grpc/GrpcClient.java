package io.arco.server.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import io.arco.json.Json;
import io.arco.testing.Await;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client of grpc-java that speaks JSON with its caller. Blocking; for test threads. */
final class GrpcClient implements AutoCloseable {
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer();

  private final ManagedChannel channel;
  private final Set<String> exercised = ConcurrentHashMap.newKeySet();

  /** A client of the server at this URL, in plain text. */
  GrpcClient(String url) {
    this(channel(url).usePlaintext().build());
  }

  GrpcClient(ManagedChannel channel) {
    this.channel = channel;
  }

  static NettyChannelBuilder channel(String url) {
    URI uri = URI.create(url);
    return NettyChannelBuilder.forAddress("localhost", uri.getPort());
  }

  /** The methods that were answered OK. */
  Set<String> exercised() {
    return exercised;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** What an answer was. */
  record Answer(Status status, Metadata head, Metadata trailers, List<DynamicMessage> messages) {
    /** Its first message. */
    JsonNode json() {
      return GrpcClient.json(messages.get(0));
    }

    Answer ok() {
      return expect(Status.Code.OK);
    }

    Answer expect(Status.Code code) {
      if (status.getCode() != code) {
        throw new AssertionError(status + " " + trailers);
      }
      return this;
    }

    /** The reason, and its metadata. */
    ErrorInfo reason() {
      try {
        return StatusProto.fromStatusAndTrailers(status, trailers)
            .getDetails(0)
            .unpack(ErrorInfo.class);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    Answer expect(Status.Code code, String reason) {
      expect(code);
      if (!reason.equals(reason().getReason())) {
        throw new AssertionError(reason().toString());
      }
      return this;
    }

    /** A value that came before the messages, or without them in the trailers. */
    String head(String name) {
      Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
      String value = head == null ? null : head.get(key);
      return value == null ? trailers.get(key) : value;
    }
  }

  static JsonNode json(DynamicMessage message) {
    try {
      return Json.tree(PRINTER.print(message).getBytes(StandardCharsets.UTF_8));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a method by its name alone, and waits for the end. */
  Answer call(String name, String json, String... metadata) {
    return call(name, json, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), metadata);
  }

  Answer call(String name, String json, CallOptions options, String... metadata) {
    MethodDescriptor method = method(name);
    Listening listening = new Listening(Integer.MAX_VALUE);
    start(method, json, options, listening, metadata);
    Await.latch("an answer of " + name, listening.done);
    if (listening.status.isOk()) {
      exercised.add(name);
    }
    return new Answer(
        listening.status, listening.head, listening.trailers, List.copyOf(listening.messages));
  }

  /** Begins a call that stays open; the caller takes its messages as they come. */
  Stream open(String name, String json, int demand, String... metadata) {
    Listening listening = new Listening(demand);
    ClientCall<DynamicMessage, DynamicMessage> call =
        start(method(name), json, CallOptions.DEFAULT, listening, metadata);
    exercised.add(name);
    return new Stream(call, listening);
  }

  /** An open call. */
  record Stream(ClientCall<DynamicMessage, DynamicMessage> call, Listening listening) {
    List<DynamicMessage> messages() {
      return List.copyOf(listening.messages);
    }

    void cancel() {
      call.cancel("enough", null);
    }
  }

  private ClientCall<DynamicMessage, DynamicMessage> start(
      MethodDescriptor method,
      String json,
      CallOptions options,
      Listening listening,
      String... metadata) {
    Metadata headers = new Metadata();
    for (int i = 0; i + 1 < metadata.length; i += 2) {
      headers.put(Metadata.Key.of(metadata[i], Metadata.ASCII_STRING_MARSHALLER), metadata[i + 1]);
    }
    ClientCall<DynamicMessage, DynamicMessage> call = channel.newCall(typed(method), options);
    call.start(listening, headers);
    call.request(listening.demand);
    call.sendMessage(message(method.getInputType(), json));
    call.halfClose();
    return call;
  }

  static DynamicMessage message(Descriptor type, String json) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    try {
      JsonFormat.parser().merge(json, message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json, e);
    }
    return message.build();
  }

  /** The method of this name; names are unique among the services. */
  static MethodDescriptor method(String name) {
    for (ServiceDescriptor service : Rpcs.services()) {
      MethodDescriptor method = service.findMethodByName(name);
      if (method != null) {
        return method;
      }
    }
    throw new AssertionError("no method " + name);
  }

  static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> typed(MethodDescriptor method) {
    return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
        .setFullMethodName(
            io.grpc.MethodDescriptor.generateFullMethodName(
                method.getService().getFullName(), method.getName()))
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
        .build();
  }

  /** Hears of one call. */
  static final class Listening extends ClientCall.Listener<DynamicMessage> {
    private final int demand;
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<DynamicMessage> messages = Collections.synchronizedList(new ArrayList<>());
    private volatile Metadata head;
    private volatile Metadata trailers;
    private volatile Status status;

    private Listening(int demand) {
      this.demand = demand;
    }

    Status status() {
      return status;
    }

    @Override
    public void onHeaders(Metadata headers) {
      head = headers;
    }

    @Override
    public void onMessage(DynamicMessage message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status end, Metadata last) {
      trailers = last;
      status = end;
      done.countDown();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
