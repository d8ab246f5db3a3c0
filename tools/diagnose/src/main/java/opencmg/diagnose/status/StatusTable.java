package opencmg.diagnose.status;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One part for people: a line of its own facts, and a row for each tunnel. */
public final class StatusTable {

    private static final int LOST_SHOWN = 3;
    private static final String MIDDLE = " · ";

    private StatusTable() {}

    public static List<String> lines(PartStatus part) {
        List<String> lines = new ArrayList<>();
        lines.add(name(part) + "  " + part.face() + "  " + (part.ready() ? "ready" : "NOT READY: " + part.notReady()));
        if (part.status().isEmpty()) {
            return lines;
        }
        lines.add("  " + (part.isGateway() ? gateway(part.status()) : connectionPoint(part.status())));
        lines.addAll(table(part));
        part.lost().stream()
                .limit(LOST_SHOWN)
                .forEach(lost -> lines.add("  gone since " + lost.getString("at") + ": "
                        + lost.getString("connectionPoint") + " at " + lost.getString("peer") + ": "
                        + lost.getString("reason")));
        lines.add("");
        return lines;
    }

    private static String name(PartStatus part) {
        return part.isGateway()
                ? "gateway " + part.status().getString("name")
                : "connection point " + part.status().getString("connectionId", "?");
    }

    private static String gateway(JsonObject status) {
        List<String> facts = new ArrayList<>();
        facts.add("edge " + status.getString("edge"));
        facts.add("exchanges in flight " + status.getInteger("inFlight", 0));
        facts.add("client connections " + status.getInteger("connections", 0));
        for (Object site : status.getJsonArray("sites", new JsonArray())) {
            facts.add("configuration " + ((JsonObject) site).getString("siteCode") + " version "
                    + ((JsonObject) site).getLong("configurationVersion"));
        }
        facts.add("certificate "
                + status.getJsonObject("certificate", new JsonObject()).getLong("daysLeft", 0L) + " days");
        return String.join(MIDDLE, facts);
    }

    private static String connectionPoint(JsonObject status) {
        return String.join(
                MIDDLE,
                "site " + status.getString("siteCode"),
                "configuration version " + status.getLong("configurationVersion", 0L),
                "connections up " + status.getInteger("connectionsUp", 0) + " of "
                        + status.getInteger("connections", 0),
                "exchanges in flight " + status.getInteger("exchangesInFlight", 0) + " of "
                        + status.getInteger("exchangesLimit", 0),
                "certificate " + status.getLong("tunnelCertificateDaysLeft", 0L) + " days");
    }

    private static List<String> table(PartStatus part) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                part.isGateway() ? "CONNECTION POINT" : "GATEWAY",
                "PEER",
                "STATE",
                "AGE",
                "RTT",
                "IN FLIGHT",
                "EXCHANGES",
                "IN",
                "OUT",
                "VERSION",
                "LAST ERROR"));
        part.tunnels().forEach(tunnel -> rows.add(part.isGateway() ? ofGateway(tunnel) : ofConnectionPoint(tunnel)));
        if (rows.size() == 1) {
            return List.of("  no tunnel");
        }
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> "  " + line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(String.format(Locale.ROOT, "%-" + (widths[column] + 2) + "s", row.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> ofGateway(JsonObject tunnel) {
        boolean said = tunnel.containsKey("connectionPoint");
        String state = tunnel.getBoolean("draining", false) ? "drains" : said ? "up" : "before its hello";
        return row(
                said ? tunnel.getString("connectionPoint") : "?",
                state,
                tunnel.getDouble("roundTripMillis", -1.0),
                tunnel.getInteger("outstanding", 0),
                tunnel.getLong("configurationVersion", 0L),
                tunnel.getString("lastError", ""),
                tunnel);
    }

    private static List<String> ofConnectionPoint(JsonObject tunnel) {
        Long micros = tunnel.getLong("roundTripMicros");
        String state = tunnel.getBoolean("draining", false)
                ? "drains"
                : tunnel.getBoolean("up", false)
                        ? "up"
                        : tunnel.getInteger("failedAttempts", 0) > 0 ? "DOWN" : "dialling";
        String ofExchange = tunnel.getString("lastExchangeError", "");
        return row(
                tunnel.getString("gateway"),
                state,
                micros == null ? -1 : micros / 1000.0,
                tunnel.getInteger("exchangesInFlight", 0),
                tunnel.getLong("gatewayRunsVersion", 0L),
                ofExchange.isEmpty() ? tunnel.getString("lastError", "") : ofExchange,
                tunnel);
    }

    private static List<String> row(
            String other,
            String state,
            double roundTripMillis,
            int inFlight,
            long version,
            String lastError,
            JsonObject tunnel) {
        return List.of(
                other,
                tunnel.getString("peer", "-"),
                state,
                age(tunnel.getLong("ageSeconds", -1L)),
                roundTripMillis < 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", roundTripMillis),
                String.valueOf(inFlight),
                String.valueOf(tunnel.getLong("exchanges", 0L)),
                size(tunnel.getLong("bytesIn", 0L)),
                size(tunnel.getLong("bytesOut", 0L)),
                version == 0 ? "-" : String.valueOf(version),
                lastError.isEmpty() ? "-" : lastError);
    }

    /** The two largest units: {@code 3 d 4 h}, {@code 12 min 5 s}. */
    static String age(long seconds) {
        if (seconds < 0) {
            return "-";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + seconds / 60 % 60 + " min"
                : seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }

    static String size(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double amount = bytes / 1024.0;
        int unit = 0;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
    }
}
