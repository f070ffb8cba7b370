package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.testing.GoldenEvents;
import org.junit.jupiter.api.Test;

/** The events of orchestration as they stand in journals for ever. */
class OrchestrationGoldenTest extends GoldenEvents<OrchestrationState, OrchestrationEvent> {
  OrchestrationGoldenTest() {
    super(new OrchestrationDomain());
  }

  @Test
  void aDeployedManifestHasTheHashItSays() {
    for (JsonNode vector : vectors()) {
      if (event(vector) instanceof OrchestrationEvent.ManifestDeployed deployed) {
        assertEquals(deployed.contentHash(), deployed.manifest().contentHash());
      }
    }
  }
}
