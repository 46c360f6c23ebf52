package org.hearth.app.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.divisions.RegionCode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of the platform. Demonstration accounts are kept apart and can sign in only while a demonstration runs. */
@Component
public class Accounts implements UserDetailsService {

    /**
     * How strictly sign-in is kept.
     *
     * @param demo whether demonstration accounts may sign in
     * @param attempts failed attempts after which an account is locked
     * @param lock how long it stays locked
     */
    @ConfigurationProperties("hearth.access")
    record Rules(
            @DefaultValue("false") boolean demo,
            @DefaultValue("5") int attempts,
            @DefaultValue("PT15M") Duration lock) {}

    /**
     * An account as an administrator's list shows it.
     *
     * @param locked whether sign-in is locked after failed attempts
     */
    public record Listed(
            UUID id,
            String username,
            String displayName,
            Role role,
            RegionCode region,
            boolean demo,
            boolean active,
            boolean locked) {}

    /** What a new account is made of. The region's level should fit the role; the administrator who makes it judges. */
    public record NewAccount(String username, String displayName, Role role, RegionCode region, boolean demo) {}

    /** Without letters and digits that are easily mistaken for each other when read out or copied by hand. */
    private static final String ONE_TIME_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private final JdbcClient db;
    private final PasswordEncoder encoder;
    private final HearthClock clock;
    private final Audit audit;
    private final Rules rules;
    private final SecureRandom random = new SecureRandom();

    Accounts(JdbcClient db, PasswordEncoder encoder, HearthClock clock, Audit audit, Rules rules) {
        this.db = db;
        this.encoder = encoder;
        this.clock = clock;
        this.audit = audit;
        this.rules = rules;
    }

    /** What people call whoever has an account; the username itself where nobody has it. */
    @Transactional(readOnly = true)
    public String nameOf(String username) {
        return db.sql("select display_name from access.account where username = ?")
                .param(username)
                .query(String.class)
                .optional()
                .orElse(username);
    }

    /** Whether this platform runs as a demonstration. */
    public boolean isDemo() {
        return rules.demo();
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return find(username).orElseThrow(() -> new UsernameNotFoundException(username));
    }

    /** The account that signs in as {@code username}, if it is active and may sign in on this platform. */
    public Optional<SignedIn> find(String username) {
        return db.sql("""
                        select id, username, display_name, role, region, password_hash,
                               must_change                                  as must_change_password,
                               locked_until is null or locked_until <= :now as unlocked
                        from access.account
                        where username = :username
                          and active
                          and (not demo or :demo)
                        """)
                .param("username", username.strip().toLowerCase(Locale.ROOT))
                .param("demo", rules.demo())
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .query(SignedIn.class)
                .optional();
    }

    /** All accounts whose region lies in {@code region}, by role and name. */
    @Transactional(readOnly = true)
    public List<Listed> in(RegionCode region) {
        return db.sql("""
                        select id, username, display_name, role, region, demo, active,
                               locked_until is not null and locked_until > :now as locked
                        from access.account
                        where starts_with(region, :region)
                        order by region, role, username
                        """)
                .param("region", region.digits())
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .query((row, n) -> new Listed(
                        row.getObject("id", UUID.class),
                        row.getString("username"),
                        row.getString("display_name"),
                        Role.valueOf(row.getString("role")),
                        new RegionCode(row.getString("region")),
                        row.getBoolean("demo"),
                        row.getBoolean("active"),
                        row.getBoolean("locked")))
                .list();
    }

    /**
     * Makes an account with a password that must be changed at the first sign-in.
     *
     * @return the one-time password; it is kept nowhere
     */
    @Transactional
    public String create(NewAccount account) {
        String password = oneTimePassword();
        insert(account, password, true);
        return password;
    }

    /** Makes a demonstration account with a known password. It can sign in only where a demonstration runs. */
    @Transactional
    public void createForDemo(NewAccount account, String password) {
        if (!account.demo()) {
            throw new IllegalArgumentException("a known password is for demonstration accounts only");
        }
        insert(account, password, false);
    }

    /** Whether there is an administrator who is not a demonstration account. */
    public boolean hasAdministrator() {
        return db.sql("select exists (select from access.account where role = ? and not demo and active)")
                .param(Role.ADMINISTRATOR.name())
                .query(Boolean.class)
                .single();
    }

    /** Replaces the password of {@code username} with one of their own choice. */
    @Transactional
    public void changePassword(String username, String password) {
        db.sql("update access.account set password_hash = ?, must_change = false where username = ?")
                .params(encoder.encode(password), username)
                .update();
        audit.note("password-changed", username, "");
    }

    /**
     * Gives the account a new one-time password and unlocks it.
     *
     * @return the password; it is kept nowhere
     */
    @Transactional
    public String resetPassword(String username) {
        String password = oneTimePassword();
        db.sql("""
                update access.account
                set password_hash = ?, must_change = true, failed_attempts = 0, locked_until = null
                where username = ?
                """).params(encoder.encode(password), username).update();
        audit.note("password-reset", username, "");
        return password;
    }

    /** Closes the account: nobody signs in with it again, and what it did stays in the audit trail. */
    @Transactional
    public void close(String username) {
        db.sql("update access.account set active = false where username = ?")
                .param(username)
                .update();
        audit.note("account-closed", username, "");
    }

    @Transactional
    void failed(String username) {
        db.sql("""
                update access.account
                set failed_attempts = failed_attempts + 1,
                    locked_until    = case when failed_attempts + 1 >= :attempts then :until else locked_until end
                where username = :username
                """)
                .param("attempts", rules.attempts())
                .param(
                        "until",
                        clock.instant()
                                .plus(rules.lock())
                                .atZone(HearthClock.ZONE)
                                .toOffsetDateTime())
                .param("username", username.strip().toLowerCase(Locale.ROOT))
                .update();
        audit.note("sign-in-failed", username, "");
    }

    @Transactional
    void succeeded(String username) {
        db.sql("update access.account set failed_attempts = 0, locked_until = null where username = ?")
                .param(username)
                .update();
        audit.note("signed-in", username, "");
    }

    private void insert(NewAccount account, String password, boolean mustChange) {
        db.sql("""
                insert into access.account
                    (id, username, display_name, role, region, password_hash, must_change, demo, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        Ids.next(),
                        account.username(),
                        account.displayName(),
                        account.role().name(),
                        account.region().digits(),
                        encoder.encode(password),
                        mustChange,
                        account.demo(),
                        clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .update();
        audit.note("account-created", account.username(), account.role() + " " + account.region());
    }

    private String oneTimePassword() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) {
                password.append('-');
            }
            password.append(ONE_TIME_ALPHABET.charAt(random.nextInt(ONE_TIME_ALPHABET.length())));
        }
        return password.toString();
    }
}
