package io.arco.server.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import io.arco.proto.v1.CatalogProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Has reflection describe what errors' details are made of, so that generic clients can decode
 * them. Reflection knows the files of services and what those import; no method takes or gives a
 * detail, so no file of ours imports theirs. The one of the catalog, which no other file imports,
 * is therefore shown with these imports besides.
 */
final class DescribedDetails {
  private static final List<FileDescriptor> FILES =
      List.of(StatusProto.getDescriptor(), ErrorDetailsProto.getDescriptor());

  private DescribedDetails() {}

  /** The service as reflection is to show it. */
  static ServiceDescriptor beside(ServiceDescriptor service) {
    return service.getFile() == CatalogProto.getDescriptor()
        ? withImports(service.getFile()).findServiceByName(service.getName())
        : service;
  }

  private static FileDescriptor withImports(FileDescriptor file) {
    FileDescriptorProto.Builder shown = file.toProto().toBuilder();
    List<FileDescriptor> imports = new ArrayList<>(file.getDependencies());
    for (FileDescriptor details : FILES) {
      shown.addDependency(details.getName());
      imports.add(details);
    }
    try {
      return FileDescriptor.buildFrom(shown.build(), imports.toArray(FileDescriptor[]::new));
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("more imports make no file invalid", e);
    }
  }
}
