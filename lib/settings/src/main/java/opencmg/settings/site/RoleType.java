package opencmg.settings.site;

/** Kinds of published roles. */
public enum RoleType {
    /** Management point; RoleTypeID 6 in the site database. */
    MP,
    /** Software update point. */
    SUP
}
