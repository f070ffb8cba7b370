package io.arco.log;

import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.store.FileStore;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileSlotsTest extends SlotsConformance {
  private static final ThreadWorkers WORKERS = new ThreadWorkers("file-slots-test", 8, 4096);

  @TempDir Path directory;
  private ObjectStore store;

  @AfterAll
  static void closeWorkers() {
    WORKERS.close();
  }

  @BeforeEach
  void openStore() {
    store = FileStore.open(directory.resolve("root"), WORKERS, Clock.system());
  }

  @AfterEach
  void closeStore() {
    Await.value(store.close());
  }

  @Override
  protected Slots open(Workspace workspace) {
    return new ObjectSlots(store, new WorkspaceKeys(workspace).journal());
  }
}
