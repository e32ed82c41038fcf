package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.host.ImageFiles.Image;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of transfers, in a home folder of their own on this machine. */
class TransferKeysTests {
  private static final String ADMIN = "ssh-ed25519 AAAA admin@desk";

  @TempDir Path home;
  private Endpoint node;
  private TransferKeys keys;

  @BeforeEach
  void anAdministratorsKey() throws IOException {
    Files.writeString(
        Files.createDirectory(home.resolve(".ssh")).resolve("authorized_keys"), ADMIN + "\n");
    node =
        new Endpoint(
            new NodeName("n1"),
            "here",
            22,
            "root",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIzFOdYzuISvLeDA7i56tCxFBbMGD0M0bOD32UxgOD/4");
    keys = new TransferKeys(new LocalShell(Map.of("HOME", home.toString())), home + "/receive/");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(home.resolve(".ssh/authorized_keys"));
  }

  private void authorise(String id, String tag) {
    keys.authorise(
        new Transfers.Route(id, node, node),
        home.resolve("own-" + id).toString(),
        home.resolve("pool").toString(),
        List.of(new Image(home.resolve("pool").toString(), "gold.vda.qcow2", tag)));
  }

  @Test
  void aKeyMayFillTheNamedFileAndNothingElse() throws IOException {
    authorise("gold-g1-n2", "");
    assertThat(lines()).hasSize(2).contains(ADMIN);
    assertThat(lines().get(1))
        .matches(
            "restrict,expiry-time=\"\\d{12}\",command=\"sh \\S+/receive/gold-g1-n2 \\S+/pool"
                + " gold.vda.qcow2.part\" ssh-ed25519 \\S+ corral-transfer-gold-g1-n2");
    authorise("gold-g1-n2", "");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void theKeyOfOneTransferGoesAndThatOfAnotherStays() throws IOException {
    authorise("gold-g1-n2", "");
    authorise("gold-g1-n22", "");
    keys.withdraw(node, List.of("gold-g1-n2"), home.resolve("basis").toString());
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).endsWith("corral-transfer-gold-g1-n22");
  }

  @Test
  void allKeysOfAnOperationGo() throws IOException {
    String operation = "5fd8d2e5-eb12-11f1-bdad-ea4f9ca72c84";
    authorise("mend-move-" + operation + "-n2", operation);
    authorise("gold-g1-n2", "");
    keys.withdrawAllOf(node, operation);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).endsWith("corral-transfer-gold-g1-n2");
  }
}
