package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A page of another site cannot use the password that a browser knows. */
@CorralTest
class CrossSiteTests {
  @LocalServerPort int port;
  @Autowired CrossSiteGuard guard;

  private Web.Answer send(String method, String path, String header, String value) {
    String own = value.replace("PORT", Integer.toString(port));
    return new Web(port).send("boss:boss", method, path, Map.of(), Map.of(header, own));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/bases,                                             Sec-Fetch-Site, cross-site",
    "/api/v1/bases,                                             Sec-Fetch-Site, same-site",
    "/api/v1/bases,                                             Origin,         https://evil.example",
    "/api/v1/bases,                                             Origin,         http://127.0.0.1",
    "/api/v1/bases,                                             Origin,         null",
    "/api/v1/bases,                                             Origin,         ::",
    "/engine-rest/process-definition/key/provision-clone/start, Origin,         https://evil.example",
    "/engine-rest/deployment/create,                            Sec-Fetch-Site, cross-site",
    "/camunda/api/engine/engine/default/deployment/create,      Origin,         https://evil.example",
    "/login,                                                    Origin,         https://evil.example",
    "/,                                                         Sec-Fetch-Site, cross-site",
  })
  void whatAnotherSiteSendsIsRefused(String path, String header, String value) {
    Web.Answer answer = send("POST", path, header, value);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.field("code")).isEqualTo("CROSS_SITE");
    assertThat(answer.field("fix")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Site, none",
    "Origin,         http://127.0.0.1:PORT",
    "User-Agent,     curl",
  })
  void whatItsOwnPagesAndProgramsSendIsAnswered(String header, String value) {
    Web.Answer answer = send("POST", "/api/v1/bases", header, value);
    assertThat(answer.field("code")).isNotEmpty().isNotEqualTo("CROSS_SITE");
  }

  @Test
  void aLinkOfAnotherSiteMayBeFollowed() {
    assertThat(send("GET", "/api/v1/nodes", "Sec-Fetch-Site", "cross-site").status())
        .isEqualTo(200);
  }

  @Test
  void aWebSocketOfAnotherSiteIsRefused() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/VAADIN/push");
    request.addHeader("Upgrade", "websocket");
    request.addHeader("Host", "corral.example");
    request.addHeader("Origin", "https://evil.example");
    MockHttpServletResponse response = new MockHttpServletResponse();
    guard.doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(403);
  }
}
