package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.problem.ErrorCode;
import io.arco.server.ContractClient;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/api.md names the operations and errors that there are. */
final class ApiPageTest {
  private static final Page PAGE = Page.of("docs/reference/api.md");

  @Test
  void theCatalogueOfErrorsIsThatOfTheCode() {
    List<List<String>> documented =
        PAGE.rows("code").stream().map(row -> row.subList(0, 4)).toList();
    List<List<String>> defined =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    List.of(
                        "`" + code.name() + "`",
                        Integer.toString(code.httpStatus()),
                        "`" + code.grpcStatus() + "`",
                        code.retryable() ? "yes" : "no"))
            .toList();
    assertEquals(defined, documented);
  }

  @Test
  void theOperationsAreThoseOfTheContract() {
    TreeSet<String> contract = new TreeSet<>();
    ContractClient.contract()
        .operations()
        .forEach(
            operation ->
                contract.add(
                    "`"
                        + operation.getOperationId()
                        + "` `"
                        + operation.getHttpMethod()
                        + " "
                        + operation.getOpenAPIPath()
                        + "`"));
    assertEquals(
        contract,
        PAGE.rows("operation").stream()
            .map(row -> row.get(0) + " " + row.get(1))
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
