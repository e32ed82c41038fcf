package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallRulesTests {
  private static final FirewallRules RULES =
      new FirewallRules(
          22, List.of("192.0.2.1"), List.of("192.0.2.13", "2001:db8::12", "192.0.2.12"));

  @Test
  void nftablesGetsOneTableOfOurs() {
    assertThat(RULES.nftables())
        .isEqualTo(
            """
            add table inet corral
            delete table inet corral
            table inet corral {
              chain input {
                type filter hook input priority -10; policy accept;
                ct state established,related accept
                iifname "lo" accept
                udp dport { 7, 9 } accept comment "wake packets"
                tcp dport 7 accept comment "wake packets"
                ip saddr 192.0.2.1 tcp dport 22 accept comment "Corral"
                ip saddr 192.0.2.12 tcp dport { 22, 49152-49215 } accept comment "another node"
                ip saddr 192.0.2.13 tcp dport { 22, 49152-49215 } accept comment "another node"
                ip6 saddr 2001:db8::12 tcp dport { 22, 49152-49215 } accept comment "another node"
                tcp dport { 22, 49152-49215 } drop
              }
            }""");
  }

  @Test
  void iptablesGetsOneChainOfOursForEachFamily() {
    assertThat(RULES.iptables())
        .isEqualTo(
            """
            *filter
            :corral - [0:0]
            -A corral -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
            -A corral -i lo -j ACCEPT
            -A corral -p udp -m multiport --dports 7,9 -j ACCEPT
            -A corral -p tcp --dport 7 -j ACCEPT
            -A corral -s 192.0.2.1 -p tcp --dport 22 -j ACCEPT
            -A corral -s 192.0.2.12 -p tcp -m multiport --dports 22,49152:49215 -j ACCEPT
            -A corral -s 192.0.2.13 -p tcp -m multiport --dports 22,49152:49215 -j ACCEPT
            -A corral -p tcp -m multiport --dports 22,49152:49215 -j DROP
            COMMIT""");
    assertThat(RULES.ip6tables())
        .contains("-A corral -s 2001:db8::12 -p tcp")
        .doesNotContain("192.0.2")
        .endsWith("-j DROP\nCOMMIT");
  }

  @Test
  void theSameHerdGivesTheSameTextInWhateverOrder() {
    FirewallRules other =
        new FirewallRules(
            22,
            List.of("192.0.2.1", "192.0.2.1"),
            List.of("192.0.2.12", "192.0.2.12", "2001:db8::12", "192.0.2.13"));
    assertThat(other.nftables()).isEqualTo(RULES.nftables());
    assertThat(new FirewallRules(2222, List.of("192.0.2.1"), List.of()).iptables())
        .contains("--dports 2222,49152:49215 -j DROP")
        .doesNotContain(" 22 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n2", "192.0.2.1; drop", "", "192.0.2.1/24/7", "fe80::1%eth0", "1234"})
  void whatIsNoAddressIsRefused(String address) {
    assertThatThrownBy(() -> new Firewalling.Wish(Firewall.Kind.NFTABLES, null, List.of(address)))
        .extracting("code")
        .isEqualTo("BAD_ADDRESS");
  }
}
