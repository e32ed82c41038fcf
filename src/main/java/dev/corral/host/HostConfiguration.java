package dev.corral.host;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The real parts: JSch and libvirt-java. */
@Configuration(proxyBeanMethods = false)
class HostConfiguration {
  @Bean
  SshSessions remoteShell(@Value("${corral.data-dir}") Path folder)
      throws IOException, JSchException {
    return new SshSessions(SshKey.in(folder.resolve("ssh")));
  }

  @Bean
  LibvirtConnections libvirtConnections(SshSessions ssh, @Value("${corral.data-dir}") Path folder)
      throws IOException {
    return new LibvirtConnections(ssh, folder);
  }
}
