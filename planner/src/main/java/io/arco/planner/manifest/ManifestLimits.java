package io.arco.planner.manifest;

/**
 * The bounds of a manifest. They bind what is deployed from now on, never what was.
 *
 * @param assets of a manifest
 * @param dependencies of an asset
 * @param owners of an asset
 * @param tags of an asset
 * @param dimensions of an asset
 * @param dimensionValues of a static dimension
 * @param descriptionCharacters of a description
 * @param textCharacters of an owner, a tag's value, a code version
 * @param problems named at once
 * @param checks of an asset
 * @param checkColumns of a check
 * @param sqlCharacters of a check's query
 * @param payloadBytes of an asset's payload, as JSON
 */
public record ManifestLimits(
    int assets,
    int dependencies,
    int owners,
    int tags,
    int dimensions,
    int dimensionValues,
    int descriptionCharacters,
    int textCharacters,
    int problems,
    int checks,
    int checkColumns,
    int sqlCharacters,
    int payloadBytes) {
  /** What holds where nothing else is said. */
  public static final ManifestLimits DEFAULT =
      new ManifestLimits(5_000, 256, 32, 64, 4, 10_000, 4_096, 255, 100, 64, 256, 16_384, 64 << 10);
}
