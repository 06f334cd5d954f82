package io.reagent.tools.media;

/**
 * An image or a recording.
 *
 * @param name its file name
 * @param type its media type, from its content
 */
record MediaFile(String name, String type, byte[] bytes) {}
