package opencmg.settings.site;

/** Client connection mode of a management point (protocol.md 1.5). */
public enum MpMode {
    HTTP,
    EHTTP,
    HTTPS
}
