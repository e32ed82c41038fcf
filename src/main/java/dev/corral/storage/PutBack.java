package dev.corral.storage;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.Output;
import dev.corral.host.RemoteShell;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Puts what was set aside back in its place. Overwrites nothing; each method may be called again.
 */
@Component
public class PutBack {
  private static final Duration LIMIT = Duration.ofSeconds(25);
  private static final String DEFINITION = "[ ! -e \"$1\" ] || cat -- \"$1\"";

  private final RemoteShell shell;
  private final AsideItems items;

  PutBack(RemoteShell shell, AsideItems items) {
    this.shell = shell;
    this.items = items;
  }

  /**
   * Its files are in their place in the pool, and marked as the guest's. Answers those that were
   * put there now. Refused (FILE_FOREIGN) if another file has the name of one; (DISK_GONE) if one
   * is neither aside nor in its place.
   */
  public List<String> files(Owner owner, AsideItem item) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                item.folder(),
                item.id(),
                owner.guest().toString(),
                owner.node().node().value(),
                owner.operationWord()));
    arguments.addAll(item.files());
    String said =
        shell
            .demand(
                owner.node(),
                "bringing back the files of " + owner.cloneName(),
                StorageScript.named("back.sh", arguments.toArray(String[]::new)).within(LIMIT))
            .out();
    List<String> back = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (String line : said.lines().toList()) {
      String rest = line.substring(line.indexOf(' ') + 1);
      switch (line.split(" ", 2)[0]) {
        case "back" -> {
          String[] words = rest.split(" ", 2);
          back.add(words[1]);
          items.has(item.id(), -Long.parseLong(words[0]));
        }
        case "there" -> {}
        case "taken" -> taken.add(item.folder() + "/" + rest);
        case "gone" -> gone.add(rest);
        default -> throw new IllegalStateException("back.sh said " + line);
      }
    }
    if (!taken.isEmpty()) throw taken(owner.node(), item, taken);
    if (gone.isEmpty()) return back;
    throw Refused.conflict(
        "DISK_GONE",
        "%s: of what was set aside of %s, %s is no longer in %s"
            .formatted(owner.node().node(), item.cloneName(), String.join(", ", gone), item.path()),
        "put it back there, then retry; or cancel, and remove the clone: what is left of it is set"
            + " aside again");
  }

  /** The definition that it had; none if none was kept. */
  public Optional<String> definition(Endpoint node, AsideItem item) {
    Output read =
        shell.demand(
            node,
            "reading the definition of " + item.cloneName(),
            Command.script(DEFINITION, item.path() + "/domain.xml"));
    return Optional.of(read.out()).filter(xml -> !xml.isBlank());
  }

  /**
   * Its firmware's variables and its saved memory are where libvirt looks for them. Refused
   * (FILE_FOREIGN) if another file is there.
   *
   * @param nvram place of the variables, or empty
   * @param memory place of the saved memory
   */
  public void state(Endpoint node, AsideItem item, String nvram, String memory) {
    List<String> taken =
        shell
            .demand(
                node,
                "bringing back what libvirt kept of " + item.cloneName(),
                StorageScript.named("state.sh", item.folder(), item.id(), nvram, memory)
                    .within(LIMIT))
            .out()
            .lines()
            .map(line -> line.substring("taken ".length()))
            .toList();
    if (!taken.isEmpty()) throw taken(node, item, taken);
  }

  /** Nothing of it is set aside any more. Answers the files that are, all the same: they stay. */
  public List<String> emptied(Endpoint node, AsideItem item) {
    List<String> left =
        shell
            .demand(
                node,
                "removing the emptied folder of " + item.cloneName(),
                StorageScript.named("emptied.sh", item.folder(), item.id()).within(LIMIT))
            .out()
            .lines()
            .map(line -> line.substring("left ".length()))
            .toList();
    if (left.isEmpty()) items.forget(item.id());
    return left;
  }

  private static Refused taken(Endpoint node, AsideItem item, List<String> places) {
    return Refused.conflict(
        "FILE_FOREIGN",
        "%s: in the place of what was set aside of %s there is another file: %s"
            .formatted(node.node(), item.cloneName(), String.join(", ", places)),
        "look whose it is, and move it away from there; then retry");
  }
}
