package dev.corral.security;

import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is signed in on this thread's request, as the operations want to know it. */
public final class SignedIn {
  private SignedIn() {}

  /**
   * Throws IllegalStateException where nobody is: the security chains let nobody through to there.
   */
  public static Caller caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null) throw new IllegalStateException("nobody is signed in");
    Role role = Role.VIEWER;
    for (var authority : authentication.getAuthorities()) {
      for (Role each : Role.values()) {
        if (authority.getAuthority().equals("ROLE_" + each) && each.compareTo(role) > 0)
          role = each;
      }
    }
    return new Caller(authentication.getName(), role);
  }
}
