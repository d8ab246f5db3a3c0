package opencmg.mockmp.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Sql;

/** One row of the token list that people see. */
public record TokenLedgerEntry(
        UUID id,
        TokenCategory category,
        Instant notBefore,
        Instant expires,
        Optional<SmsId> device,
        Optional<Instant> blockedAt,
        String blockedBy) {

    static TokenLedgerEntry read(ResultSet row) throws SQLException {
        return new TokenLedgerEntry(
                Sql.uuid(row, "unique_id"),
                TokenCategory.valueOf(row.getString("category")),
                Sql.instant(row, "not_before"),
                Sql.instant(row, "expires"),
                Sql.optionalUuid(row, "device").map(SmsId::new),
                Sql.optionalInstant(row, "blocked_at"),
                Optional.ofNullable(row.getString("blocked_by")).orElse(""));
    }
}
