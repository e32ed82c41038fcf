package dev.corral.storage;

/**
 * What was set aside has been deleted.
 *
 * @param operation the one that deleted it
 */
public record Purged(AsideItem item, String operation) {}
