package io.arco.planner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.json.Json;
import io.arco.planner.run.RunLimits.ReportLimits;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What workers may report. */
class ReportRulesTest {
  private static final ReportRules RULES =
      new ReportRules(new ReportLimits(2, 2, 2, 2, 2, 9, 9, 9));

  private static Report report(String json) {
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Report.class);
  }

  private static void refused(String field, String json) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> RULES.check(report(json)));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.problem().code());
    assertEquals(field, refused.problem().details().get("field"));
  }

  private static void succeeded(String field, String more) {
    refused(field, "{'outcome':'SUCCEEDED'," + more + "}");
  }

  @Test
  void a_whole_report_is_taken() {
    RULES.check(
        report(
            "{'outcome':'SUCCEEDED','outputs':[{'table':{'catalog':'c','schema':'s','name':'n'},"
                + "'location':'l','format':'f','version':'v','partitionKey':'','rowCount':0,"
                + "'byteSize':1,'columns':[{'name':'x','type':'t','inputs':[{'asset':'a.b',"
                + "'column':'y'}]}]}],'inputs':[{'asset':'a.b','version':'1'}],"
                + "'checks':[{'name':'c','passed':true,'measured':1}],'metrics':{'m':1.5}}"));
    RULES.check(
        report(
            "{'outcome':'FAILED','error':{'category':'USER_CODE','message':'a\\nb',"
                + "'stackTrace':'at\\tx','retryable':false}}"));
  }

  @Test
  void every_part_has_its_rules() {
    refused("/outcome", "{}");
    succeeded("/outputs", "'outputs':[{},{},{}]");
    succeeded("/outputs/0", "'outputs':[null]");
    succeeded("/outputs/1/table/name", "'outputs':[{},{'table':{'catalog':'c','schema':'s'}}]");
    succeeded("/outputs/0/location", "'outputs':[{'location':''}]");
    succeeded("/outputs/0/version", "'outputs':[{'version':'0123456789'}]");
    succeeded("/outputs/0/rowCount", "'outputs':[{'rowCount':-1}]");
    succeeded("/outputs/0/columns/0/type", "'outputs':[{'columns':[{'name':'x'}]}]");
    succeeded(
        "/outputs/0/columns/0/inputs/0",
        "'outputs':[{'columns':[{'name':'x','type':'t','inputs':[{'column':'y'}]}]}]");
    succeeded("/inputs", "'inputs':[{'asset':'a.b'},{'asset':'a.b'},{'asset':'a.b'}]");
    succeeded("/inputs/0", "'inputs':[{}]");
    succeeded("/checks/1/name", "'checks':[{'name':'c','passed':true},{'name':'c','passed':true}]");
    succeeded("/checks/0/severity", "'checks':[{'name':'c','passed':true,'severity':'INFO'}]");
    succeeded("/checks/0/message", "'checks':[{'name':'c','passed':true,'message':'0123456789'}]");
    succeeded("/checks/0/measured", "'checks':[{'name':'c','passed':true,'measured':1e999}]");
    succeeded("/error", "'error':{}");
    succeeded("/metrics", "'metrics':{'a':1,'b':2,'c':3}");
    succeeded("/metrics/a", "'metrics':{'a':null}");
    succeeded("/cancelledDuringPhase", "'cancelledDuringPhase':'\\u0000'");
    refused("/error/message", "{'outcome':'FAILED','error':{'message':'\\ud800'}}");
    refused("/error/stackTrace", "{'outcome':'FAILED','error':{'stackTrace':'0123456789'}}");
  }
}
