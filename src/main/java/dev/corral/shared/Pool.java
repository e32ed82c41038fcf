package dev.corral.shared;

/** A storage pool that is a folder; sizes in bytes. */
public record Pool(String name, String path, boolean active, long capacity, long available) {
  /** How much of it is used; 0 of one whose size is not known. */
  public int percentFull() {
    return capacity == 0 ? 0 : (int) (100 - 100 * available / capacity);
  }
}
