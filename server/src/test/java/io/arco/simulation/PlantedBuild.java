package io.arco.simulation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A build of everything with one bug in it: all classes of Arco are loaded anew, the one with the
 * bug from where it was compiled; libraries are shared.
 */
final class PlantedBuild extends URLClassLoader {
  private static final String OURS = "io.arco.";

  private PlantedBuild(URL[] urls) {
    super(urls, PlantedBuild.class.getClassLoader());
  }

  /** Compiles the bug into a directory and makes the build. */
  static PlantedBuild of(PlantedBug bug, Path directory) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try {
      Path classes = Files.createDirectory(directory.resolve("classes"));
      List<String> arguments =
          new ArrayList<>(
              List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath));
      for (String type : bug.types()) {
        Path file = directory.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
        arguments.add(Files.writeString(file, bug.source(type)).toString());
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      int status = compiler.run(null, null, null, arguments.toArray(String[]::new));
      if (status != 0) {
        throw new AssertionError(bug + " does not compile");
      }
      List<URL> urls = new ArrayList<>();
      urls.add(classes.toUri().toURL());
      for (String entry : classPath.split(File.pathSeparator)) {
        urls.add(urlOf(entry));
      }
      return new PlantedBuild(urls.toArray(URL[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL urlOf(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  /**
   * What the simulation finds with one seed of the kind that a bug needs, in words; empty if
   * nothing.
   */
  String find(PlantedBug bug, long seed) {
    try {
      return (String)
          loadClass(PlantedRun.class.getName())
              .getMethod("find", boolean.class, long.class)
              .invoke(null, bug.inRuns(), seed);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the build with a bug can't be run", e);
    }
  }
}
