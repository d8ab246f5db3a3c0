package opencmg.mockmp.updates;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import opencmg.mockmp.xml.Escaped;

/** A small catalogue: one category (a non-leaf) with two updates that every machine lacks. */
final class Catalogue {

    /**
     * One revision of an update.
     *
     * @param id local number of [MS-WUSP]
     * @param updateId GUID
     * @param leaf false for categories and detectoids
     */
    record Update(int id, String updateId, boolean leaf, String type, String title) {}

    private static final List<Update> UPDATES = List.of(
            new Update(101, "6407468e-edc7-4ecd-8c32-521f64cee65e", false, "Category", "OpenCMG lab category"),
            new Update(
                    102,
                    "b1f0a5c2-7d1e-4e0a-9c11-2f4d7e9a0102",
                    true,
                    "Software",
                    "Security update for the lab (LAB102)"),
            new Update(
                    103,
                    "b1f0a5c2-7d1e-4e0a-9c11-2f4d7e9a0103",
                    true,
                    "Software",
                    "Cumulative update for the lab (LAB103)"));

    private final Instant changed;

    Catalogue(Clock clock) {
        this.changed = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /** Time of the last change. */
    Instant changed() {
        return changed;
    }

    /** The updates that a client lacks. It gets leaves only when it has their category, as with the prerequisites of a real server. */
    List<Update> unknownTo(Set<Integer> cached, Set<Integer> installedNonLeaves) {
        return UPDATES.stream()
                .filter(update -> !cached.contains(update.id()) && !installedNonLeaves.contains(update.id()))
                .filter(update -> !update.leaf() || installedNonLeaves.contains(101))
                .toList();
    }

    List<Update> byId(Set<Integer> ids) {
        return UPDATES.stream().filter(update -> ids.contains(update.id())).toList();
    }

    /** The core fragment of an update's metadata. */
    String core(Update update) {
        String rules = update.leaf()
                ? "<ApplicabilityRules><IsInstalled><False/></IsInstalled><IsInstallable><True/></IsInstallable></ApplicabilityRules>"
                : "<ApplicabilityRules><IsInstalled><True/></IsInstalled></ApplicabilityRules>";
        String prerequisites = update.leaf()
                ? "<Relationships><Prerequisites><UpdateIdentity UpdateID=\""
                        + UPDATES.get(0).updateId() + "\"/></Prerequisites></Relationships>"
                : "";
        return "<UpdateIdentity UpdateID=\"%s\" RevisionNumber=\"100\"/><Properties UpdateType=\"%s\"/>%s%s"
                .formatted(update.updateId(), update.type(), prerequisites, rules);
    }

    /** The localized fragment. */
    String localized(Update update) {
        return "<LocalizedProperties><Language>en</Language><Title>%s</Title></LocalizedProperties>"
                .formatted(Escaped.xml(update.title()));
    }
}
