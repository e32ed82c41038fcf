package dev.corral.operation.desk;

/**
 * What a client gives along, so that the same request, sent twice, is carried out once.
 *
 * @param value as the client chose it
 * @param content digest of the request that it belongs to; a key with another content is refused
 */
public record IdempotencyKey(String value, String content) {}
