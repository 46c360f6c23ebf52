package org.hearth.app.access;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Scope;
import org.hearth.divisions.RegionCode;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * The person who is signed in.
 *
 * @param id the account
 * @param username what they sign in with; the audit trail names them by it
 * @param displayName how they are addressed
 * @param role what they do
 * @param region digits of the division that they work for
 * @param passwordHash Argon2id
 * @param mustChangePassword whether the password was given to them and must be replaced before anything else
 * @param unlocked whether sign-in is not locked after failed attempts
 */
public record SignedIn(
        UUID id,
        String username,
        String displayName,
        Role role,
        String region,
        String passwordHash,
        boolean mustChangePassword,
        boolean unlocked)
        implements UserDetails, Serializable {

    /** The region that this person sees. */
    public RegionCode regionCode() {
        return new RegionCode(region);
    }

    /** The scope in which this person's work is done. */
    public Scope scope() {
        return new Scope(regionCode(), username);
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority(role.authority()));
    }

    @Override
    public String getPassword() {
        return passwordHash;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public boolean isAccountNonLocked() {
        return unlocked;
    }
}
