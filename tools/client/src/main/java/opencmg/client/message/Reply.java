package opencmg.client.message;

/**
 * An unpacked reply of a management point.
 *
 * @param header the {@code Msg} element
 * @param body XML of the endpoint
 */
public record Reply(String header, String body) {

    /** The id of the message, for the log; empty if absent. */
    public String id() {
        return Xml.parse(header).child("ID").map(Xml::text).orElse("");
    }

    Xml xml() {
        return Xml.parse(body);
    }
}
