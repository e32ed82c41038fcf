package dev.corral.fakes;

import dev.corral.fakes.shell.Host.NoRoom;
import dev.corral.fakes.shell.Paths;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files of a node: names, folders, contents, and the room on its one disk. */
public final class FakeFiles {
  private final TreeMap<String, FakeFile> names = new TreeMap<>();
  private final TreeSet<String> folders =
      new TreeSet<>(Set.of("/", "/dev", "/proc", "/tmp", "/run"));
  private final Clock clock;
  private long inodes = 100;
  private long capacity;
  private boolean full;

  FakeFiles(Clock clock, long capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /** Bytes of the whole disk. */
  public long capacity() {
    return capacity;
  }

  /** Another size of the whole disk, in bytes. */
  public void capacity(long bytes) {
    capacity = bytes;
  }

  /** While it is full, nothing that is written finds room. */
  public void full(boolean now) {
    full = now;
  }

  /** Free bytes. */
  public long available() {
    if (full) return 0;
    Set<FakeFile> counted = new HashSet<>();
    long used = 0;
    for (Map.Entry<String, FakeFile> e : names.entrySet())
      if (onDisk(e.getKey()) && counted.add(e.getValue())) used += e.getValue().size();
    return Math.max(0, capacity - used);
  }

  private static boolean onDisk(String path) {
    return !path.startsWith("/run/") && !path.startsWith("/proc/") && !path.startsWith("/sys/");
  }

  /** The file of that name; links are followed. */
  public Optional<FakeFile> find(String path) {
    FakeFile file = names.get(path);
    for (int i = 0; file != null && file.link != null && i < 8; i++) {
      path = Paths.absolute(Paths.parent(path), file.link);
      file = names.get(path);
    }
    return Optional.ofNullable(file);
  }

  /** The name itself, be it a link. */
  Optional<FakeFile> entry(String path) {
    return Optional.ofNullable(names.get(path));
  }

  /** The image of that name, if it is one and has arrived whole. */
  public Optional<Content.Image> image(String path) {
    return find(path)
        .filter(FakeFile::whole)
        .map(FakeFile::content)
        .filter(Content.Image.class::isInstance)
        .map(Content.Image.class::cast);
  }

  public boolean isFolder(String path) {
    return folders.contains(path) || path.equals("/");
  }

  /** With all those above it. */
  public void makeFolder(String path) {
    for (String p = path; folders.add(p) && !p.equals("/"); p = Paths.parent(p)) {}
  }

  /** Puts a content under a name: in a new file, or in the one that has it. */
  public FakeFile put(String path, Content content) {
    FakeFile file = find(path).orElse(null);
    long more = content.size() - (file == null ? 0 : file.size());
    if (onDisk(path) && (full || more > 0 && more > available())) throw new NoRoom(path);
    if (file == null) return create(path, content);
    file.put(content, clock.instant());
    return file;
  }

  FakeFile create(String path, Content content) {
    if (!isFolder(Paths.parent(path)))
      throw new IllegalStateException(path + ": No such file or directory");
    FakeFile file = new FakeFile(++inodes, content, clock.instant());
    names.put(path, file);
    return file;
  }

  /** Another name for the same file. */
  void link(String path, FakeFile file) {
    names.put(path, file);
  }

  /** In one step; what bore that name before is gone. */
  void rename(String from, String to) {
    if (folders.contains(from)) {
      for (String path : List.copyOf(names.tailMap(from + "/").keySet()))
        if (path.startsWith(from + "/"))
          names.put(to + path.substring(from.length()), names.remove(path));
      for (String path : List.copyOf(folders.tailSet(from)))
        if (path.equals(from) || path.startsWith(from + "/")) {
          folders.remove(path);
          makeFolder(to + path.substring(from.length()));
        }
    } else names.put(to, names.remove(from));
  }

  /** With all that is below it. */
  void remove(String path) {
    names.remove(path);
    names.keySet().removeIf(p -> p.startsWith(path + "/"));
    folders.removeIf(p -> p.equals(path) || p.startsWith(path + "/"));
  }

  boolean removeFolder(String path) {
    boolean used =
        !below(path).isEmpty() || folders.stream().anyMatch(f -> f.startsWith(path + "/"));
    return !used && folders.remove(path);
  }

  /** All names below a folder, however deep. */
  public SortedMap<String, FakeFile> below(String folder) {
    String first = folder.equals("/") ? "/" : folder + "/";
    return names.subMap(first, first + Character.MAX_VALUE);
  }

  /** All folders below one, however deep. */
  List<String> folders(String folder) {
    String first = folder.equals("/") ? "/" : folder + "/";
    return folders.subSet(first, first + Character.MAX_VALUE).stream()
        .filter(f -> !f.equals("/"))
        .toList();
  }

  /** Files and folders whose path matches. */
  List<String> matching(String regex) {
    TreeSet<String> all = new TreeSet<>();
    var pattern = Pattern.compile(regex).asMatchPredicate();
    names.keySet().stream().filter(pattern).forEach(all::add);
    folders.stream().filter(pattern).forEach(all::add);
    boolean hidden = regex.contains("/.") || regex.contains("\\Q.\\E");
    all.removeIf(p -> !hidden && Paths.name(p).startsWith("."));
    return List.copyOf(all);
  }

  SortedMap<String, FakeFile> names() {
    return names;
  }

  SortedSet<String> folders() {
    return folders;
  }

  /** These are all its files from now on, and it has its usual room. */
  void become(Map<String, FakeFile> files, Set<String> all) {
    names.clear();
    names.putAll(files);
    folders.clear();
    folders.addAll(all);
    full = false;
  }

  /** What only lives as long as the node is on. */
  void powerLost() {
    names.keySet().removeIf(p -> p.startsWith("/run/") || p.startsWith("/tmp/"));
    folders.removeIf(p -> p.startsWith("/run/") || p.startsWith("/tmp/"));
  }
}
