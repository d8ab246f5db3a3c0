package opencmg.client.message;

/**
 * An answer of a management point, unpacked.
 *
 * @param header the {@code Msg} element
 * @param body the XML that the endpoint answered
 */
public record Reply(String header, String body) {

    /** Which message this is, for the log. */
    public String id() {
        return Xml.parse(header).child("ID").map(Xml::text).orElse("");
    }

    Xml xml() {
        return Xml.parse(body);
    }
}
