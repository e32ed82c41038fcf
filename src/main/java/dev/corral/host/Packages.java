package dev.corral.host;

import java.util.List;
import org.springframework.stereotype.Component;

/** Installs packages with the node's own package manager, by work that goes on by itself. */
@Component
public class Packages {
  /** Names of packages only; the shell splits them and expands nothing. */
  private static final String INSTALL =
      """
      set -f; export DEBIAN_FRONTEND=noninteractive
      if command -v apt-get >/dev/null 2>&1; then
        apt-get -q -o DPkg::Lock::Timeout=300 update || echo 'going on with the lists that are there' >&2
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $1 || exit
      elif command -v dnf >/dev/null 2>&1; then dnf -q -y install $2 || exit
      else echo 'neither apt-get nor dnf is there' >&2; exit 3; fi
      ! command -v libvirtd >/dev/null 2>&1 || systemctl enable --now libvirtd""";

  private final DetachedWork work;

  Packages(DetachedWork work) {
    this.work = work;
  }

  /**
   * One look: true once they are installed, under this id. Throws HostProblem with the package
   * manager's words if it failed.
   */
  public boolean installed(Endpoint node, String id, List<String> debian, List<String> redhat) {
    DetachedWork.Look look = work.look(node, id);
    return switch (look.state()) {
      case ABSENT -> {
        work.ensureStarted(node, id, INSTALL, String.join(" ", debian), String.join(" ", redhat));
        yield false;
      }
      case RUNNING -> false;
      case ENDED -> {
        if (!look.succeeded())
          throw SshErrors.failed(
              node, "installing packages", new Output(look.exit(), look.out(), look.err()));
        work.forget(node, id);
        yield true;
      }
    };
  }
}
