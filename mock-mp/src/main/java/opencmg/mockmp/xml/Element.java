package opencmg.mockmp.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a document that {@link SafeXml} parsed.
 *
 * @param name local name, without namespace
 * @param attributes by local name
 * @param children in order
 * @param text all character data directly inside the element, unchanged
 */
public record Element(String name, Map<String, String> attributes, List<Element> children, String text) {

    public Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The first child with that name. */
    public Optional<Element> child(String name) {
        return children(name).findFirst();
    }

    public Stream<Element> children(String name) {
        return children.stream().filter(child -> child.name.equals(name));
    }

    /** The first element at a path of names below this one. */
    public Optional<Element> at(String... path) {
        Optional<Element> current = Optional.of(this);
        for (String name : path) {
            current = current.flatMap(element -> element.child(name));
        }
        return current;
    }

    /** Stripped text of the first element at a path; empty if there is none. */
    public String textAt(String... path) {
        return at(path).map(element -> element.text.strip()).orElse("");
    }

    /** Value of an attribute; empty if there is none. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
