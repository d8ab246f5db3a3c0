package opencmg.mockmp.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;
import opencmg.settings.site.BlockedToken;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens were issued and which are blocked, by id; never their text. The blocked ids are also held in memory, because every request asks: they
 * are as many as people have blocked by hand and have not expired since.
 */
public final class TokenLedger {

    private static final int MAX_LIST_ROWS = 1000;
    private static final int MAX_NAME_LENGTH = 100;

    private final Database database;
    private final Clock clock;
    private final Set<UUID> blocked = ConcurrentHashMap.newKeySet();

    private TokenLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Opens the ledger and reads what is blocked. */
    public static TokenLedger open(Database database, Clock clock) {
        TokenLedger ledger = new TokenLedger(database, clock);
        ledger.blocked().forEach(token -> ledger.blocked.add(token.id()));
        return ledger;
    }

    public void record(IssuedToken token, @Nullable SmsId device) {
        database.change(connection -> Sql.execute(
                connection,
                "INSERT INTO dbo.tokens (unique_id, category, not_before, expires, device) VALUES (?, ?, ?, ?, ?)",
                token.id(),
                token.category().name(),
                token.notBefore(),
                token.expires(),
                device == null ? null : device.value()));
    }

    /** Bulk registration and client tokens that have not expired, newest first, at most 1000; access tokens live for hours and are left out. */
    public List<Entry> list() {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT unique_id, category, not_before, expires, device, blocked_at, blocked_by FROM dbo.tokens"
                        + " WHERE category <> 'ACCESS' AND expires > ? ORDER BY not_before DESC, unique_id FETCH FIRST "
                        + MAX_LIST_ROWS + " ROWS ONLY",
                Entry::read,
                clock.instant()));
    }

    public boolean isBlocked(UUID id) {
        return blocked.contains(id);
    }

    /**
     * Blocks a token, also one that this site has not issued itself.
     *
     * @param by who did it, for the explanation of a refusal
     */
    public void block(UUID id, String by) {
        String plain = by.replaceAll("\\p{Cntrl}", " ");
        String name = plain.length() > MAX_NAME_LENGTH ? plain.substring(0, MAX_NAME_LENGTH) : plain;
        database.change(connection -> {
            int known = Sql.update(
                    connection,
                    "UPDATE dbo.tokens SET blocked_at = ?, blocked_by = ? WHERE unique_id = ?",
                    clock.instant(),
                    name,
                    id);
            if (known == 0) {
                Sql.execute(
                        connection,
                        "INSERT INTO dbo.tokens (unique_id, category, not_before, expires, blocked_at, blocked_by)"
                                + " VALUES (?, 'BULK', ?, ?, ?, ?)",
                        id,
                        clock.instant(),
                        clock.instant().plus(TokenIssuer.CLIENT_LIFETIME),
                        clock.instant(),
                        name);
            }
        });
        blocked.add(id);
    }

    /** False if it was not blocked. */
    public boolean unblock(UUID id) {
        int changed = database.write(connection -> Sql.update(
                connection,
                "UPDATE dbo.tokens SET blocked_at = NULL, blocked_by = NULL WHERE unique_id = ? AND blocked_at IS NOT"
                        + " NULL",
                id));
        blocked.remove(id);
        return changed > 0;
    }

    /** Blocked tokens that would otherwise still work, themselves or an access token got with them, for the site configuration. */
    public List<BlockedToken> blocked() {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT unique_id, blocked_at, blocked_by FROM dbo.tokens WHERE blocked_at IS NOT NULL AND expires > ?"
                        + " ORDER BY blocked_at",
                row -> new BlockedToken(
                        Sql.uuid(row, "unique_id"),
                        Sql.instant(row, "blocked_at"),
                        Optional.ofNullable(row.getString("blocked_by")).orElse("")),
                clock.instant().minus(TokenIssuer.ACCESS_LIFETIME)));
    }

    /** Forgets tokens that expired more than a day ago. */
    public void deleteExpired() {
        database.change(connection -> Sql.execute(
                connection,
                "DELETE FROM dbo.tokens WHERE expires < ?",
                clock.instant().minus(java.time.Duration.ofDays(1))));
    }

    /** One row of the token list that people see. */
    public record Entry(
            UUID id,
            TokenCategory category,
            Instant notBefore,
            Instant expires,
            Optional<SmsId> device,
            Optional<Instant> blockedAt,
            String blockedBy) {

        static Entry read(ResultSet row) throws SQLException {
            return new Entry(
                    Sql.uuid(row, "unique_id"),
                    TokenCategory.valueOf(row.getString("category")),
                    Sql.instant(row, "not_before"),
                    Sql.instant(row, "expires"),
                    Sql.optionalUuid(row, "device").map(SmsId::new),
                    Sql.optionalInstant(row, "blocked_at"),
                    Optional.ofNullable(row.getString("blocked_by")).orElse(""));
        }
    }
}
