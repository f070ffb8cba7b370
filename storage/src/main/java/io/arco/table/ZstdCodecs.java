package io.arco.table;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard, the only compression of Arco's files, without Hadoop's codecs. One reader or writer,
 * one thread.
 */
public final class ZstdCodecs implements CompressionCodecFactory {
  private static final int LEVEL = 3;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    checkName(name);
    return new Compressor();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    checkName(name);
    return new Decompressor();
  }

  @Override
  public void release() {}

  private static void checkName(CompressionCodecName name) {
    if (name != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("compression is " + name + " and not ZSTD");
    }
  }

  private static final class Compressor implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(Zstd.compress(bytes.toByteArray(), LEVEL));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}
  }

  private static final class Decompressor implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(plain(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int size)
        throws IOException {
      byte[] compressed = new byte[inputSize];
      input.get(compressed);
      output.put(plain(compressed, size));
    }

    @Override
    public void release() {}

    private static byte[] plain(byte[] compressed, int size) throws IOException {
      byte[] plain = new byte[size];
      long written = Zstd.decompress(plain, compressed);
      if (written != size) {
        throw new IOException("a page is " + written + " bytes and not " + size);
      }
      return plain;
    }
  }
}
