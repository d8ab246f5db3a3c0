package opencmg.mockmp.tokens;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.database.Sql;
import opencmg.settings.site.BlockedToken;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens were issued and which are blocked, by id; never their text. The blocked ids are also held in memory, because every request asks: they
 * are as many as people have blocked by hand and have not expired since.
 */
public final class TokenLedger {

    private static final int LONGEST_LIST = 1000;
    private static final int LONGEST_NAME = 100;

    private final SiteDatabase database;
    private final Clock clock;
    private final Set<UUID> blocked = ConcurrentHashMap.newKeySet();

    private TokenLedger(SiteDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Opens the ledger and reads what is blocked. */
    public static TokenLedger open(SiteDatabase database, Clock clock) {
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
    public List<TokenLedgerEntry> list() {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT unique_id, category, not_before, expires, device, blocked_at, blocked_by FROM dbo.tokens"
                        + " WHERE category <> 'ACCESS' AND expires > ? ORDER BY not_before DESC, unique_id FETCH FIRST "
                        + LONGEST_LIST + " ROWS ONLY",
                TokenLedgerEntry::read,
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
        String name = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
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
                "UPDATE dbo.tokens SET blocked_at = NULL, blocked_by = NULL WHERE unique_id = ? AND blocked_at IS NOT NULL",
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
    public void thinOut() {
        database.change(connection -> Sql.execute(
                connection,
                "DELETE FROM dbo.tokens WHERE expires < ?",
                clock.instant().minus(java.time.Duration.ofDays(1))));
    }
}
