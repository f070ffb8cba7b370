package io.arco.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.server.demo.DemoConverter;
import io.arco.server.demo.DemoQuestion;
import io.arco.server.demo.DemoRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco demo}: real data to try Arco with. */
@Command(
    name = "demo",
    synopsisSubcommandLabel = "COMMAND",
    description = "Real data to try Arco with: make the files, register them, ask.")
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "one of convert, load, show is needed");
  }

  @Command(name = "convert", description = "Make Parquet files of the demo's originals.")
  int convert(
      @Option(
              names = "--to",
              required = true,
              paramLabel = "DIR",
              description = "Where to; made if absent.")
          Path directory,
      @Option(names = "--force", description = "Make them anew even if they are there.")
          boolean force)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DemoConverter converter = new DemoConverter(directory, out::println);
    Optional<DemoConverter.Converted> present = converter.present();
    if (present.isPresent() && !force) {
      out.println("The " + present.get().rows().size() + " tables are there already.");
      return ExitCode.OK;
    }
    try {
      converter.convert();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "can't make the demo in " + directory + ": " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  @Command(name = "load", description = "Register the files with a server; again does no harm.")
  int load(
      @Mixin ServerOptions server,
      @Option(
              names = "--data",
              required = true,
              paramLabel = "DIR",
              description = "Where convert put the files.")
          Path directory)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(directory)
        || new DemoConverter(directory, line -> {}).present().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--data: the demo's files are not in " + directory + "; make them with demo convert");
    }
    ArcoClient client = server.client();
    int created = 0;
    int present = 0;
    for (DemoRequest request : DemoRequest.all(directory.toRealPath())) {
      ArcoClient.Answer answer = client.create(request.path(), request.body());
      if (answer.status() == 409 && answer.code().equals("ALREADY_EXISTS")) {
        present++;
        warnIfElsewhere(client, request);
      } else {
        answer.orFail();
        created++;
        out.println("registered " + request.what());
      }
    }
    out.println(created + " registered, " + present + " there already.");
    return ExitCode.OK;
  }

  /** A table that was loaded from another directory would answer from there. */
  private void warnIfElsewhere(ArcoClient client, DemoRequest request) {
    String location = request.body().path("location").asText();
    if (location.isEmpty()) {
      return;
    }
    String path = request.path() + "/" + request.body().path("name").asText();
    ArcoClient.Answer answer = client.get(path);
    String registered = answer.isSuccess() ? answer.body().path("location").asText() : "";
    if (!registered.isEmpty() && !registered.replaceFirst("/$", "").equals(location)) {
      spec.commandLine()
          .getErr()
          .println("arco: " + request.what() + " points to " + registered + ", not " + location);
    }
  }

  @Command(name = "show", description = "Ask a few questions, over system.* and over the data.")
  int show(@Mixin ServerOptions server, @Mixin OutputOptions output) {
    PrintWriter out = spec.commandLine().getOut();
    ArcoClient client = server.client();
    for (DemoQuestion question : DemoQuestion.all()) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("sql", question.sql());
      if (!question.onData()) {
        body.put("freshness", "latest");
      }
      String path = question.onData() ? "/api/v1/query-data" : "/api/v1/query";
      out.println();
      out.println("-- " + question.title() + "  POST " + path);
      out.println(question.sql() + ";");
      out.println();
      output.print(spec.commandLine(), Rows.ofAnswer(client.post(path, body).orFail()));
    }
    return ExitCode.OK;
  }
}
