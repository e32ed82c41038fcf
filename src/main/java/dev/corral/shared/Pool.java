package dev.corral.shared;

/** A storage pool that is a folder; sizes in bytes. */
public record Pool(String name, String path, boolean active, long capacity, long available) {}
