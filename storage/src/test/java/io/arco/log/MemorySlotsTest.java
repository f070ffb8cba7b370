package io.arco.log;

import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;

class MemorySlotsTest extends SlotsConformance {
  private final ObjectStore store = new MemoryStore();

  @Override
  protected Slots open(Workspace workspace) {
    return new ObjectSlots(store, new WorkspaceKeys(workspace).journal());
  }
}
