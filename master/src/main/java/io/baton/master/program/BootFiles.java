package io.baton.master.program;

import io.baton.master.config.ApplicationJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A server that Spring Boot has packed: a jar with jars in it, or that jar unpacked. Boot's launcher loads the classes with a
 * class loader of its own, whose classes no archive can have. The copy has the jars beside each other and is started without
 * the launcher, as Boot's own {@code extract} makes it.
 *
 * @param application what the operator named
 * @param files that the copy is made of
 * @param directories with the content, layer by layer; none if it is one jar
 * @param jar the jar; its directory if it was unpacked
 * @param packed how it is packed
 */
record BootFiles(Path application, FileSet files, List<Path> directories, Path jar, BootPackage packed)
        implements ServerOriginal {

    private static final String LIBRARIES = "lib";

    /** Of the way in which the copy is made: another way needs another name. */
    private static final String VERSION = "-boot1";

    /**
     * Reads how it is packed.
     *
     * @param jar a jar or a directory
     * @return null if it is something else, or has anything that would be lost: it is started by its launcher then
     * @throws NotWholeException if it is damaged or half written
     */
    static @Nullable BootFiles of(Path application, Path jar, ServerManifest manifest) throws NotWholeException {
        if (!BootPackage.isNamedBy(manifest)) {
            return null;
        }
        return of(application, Files.isDirectory(jar) ? List.of(jar) : List.of(), jar, manifest);
    }

    /**
     * As {@link #of}, of a jar whose layers were each unpacked into a directory.
     *
     * @return null if it is none
     */
    static @Nullable BootFiles ofLayers(Path application, List<Path> layers) throws NotWholeException {
        for (Path layer : layers) {
            ServerManifest manifest = ServerManifest.in(layer);
            if (BootPackage.isNamedBy(manifest)) {
                return of(application, layers, Objects.requireNonNull(layer.getParent()), manifest);
            }
        }
        return null;
    }

    private static @Nullable BootFiles of(Path application, List<Path> directories, Path jar, ServerManifest manifest)
            throws NotWholeException {
        FileSet files = FileSet.of(application, List.of(jar));
        try (Contents contents = open(directories, jar)) {
            BootPackage packed = BootPackage.of(contents, manifest);
            return packed == null ? null : new BootFiles(application, files, directories, jar, packed);
        } catch (IOException e) {
            throw new NotWholeException(application + " is damaged, or no jar: " + e.getMessage());
        }
    }

    @Override
    public String key() {
        return files.key() + VERSION;
    }

    @Override
    public void copyTo(Path directory) throws IOException {
        try (Contents contents = open(directories, jar)) {
            FileTime time = Files.getLastModifiedTime(jar);
            Path libraries = Files.createDirectory(directory.resolve(LIBRARIES));
            for (String library : packed.libraries()) {
                Path copied = libraries.resolve(BootPackage.simple(library));
                try (InputStream in = contents.open(library)) {
                    Files.copy(in, copied);
                }
                if (!ApplicationJar.isZip(copied)) {
                    throw new NotWholeException(application + " is damaged: " + library + " is no jar");
                }
                // Servers tell browsers the time of the jar for what is in it.
                Files.setLastModifiedTime(copied, time);
            }
            Path classes = directory.resolve(name());
            packed.writeClasses(contents, classes, LIBRARIES);
            Files.setLastModifiedTime(classes, time);
        } catch (NotWholeException e) {
            throw e;
        } catch (ZipException e) {
            throw new NotWholeException(application + " is damaged: " + e.getMessage());
        }
    }

    @Override
    public List<String> launch(@Nullable Path copy) {
        if (copy != null) {
            return List.of("-jar", copy.resolve(name()).toString());
        }
        return directories.isEmpty()
                ? List.of("-jar", jar.toString())
                : List.of("-cp", joined(directories), packed.launcher());
    }

    @Override
    public boolean fitsArchive() {
        return true;
    }

    private static String joined(List<Path> paths) {
        List<String> texts = new ArrayList<>();
        paths.forEach(path -> texts.add(path.toString()));
        return String.join(":", texts);
    }

    /** As it was, so that an operator recognises the process. */
    private String name() {
        String name = String.valueOf(jar.getFileName()).replace(':', '_');
        return directories.isEmpty() ? name : name + ".jar";
    }

    private static Contents open(List<Path> directories, Path jar) throws IOException {
        return directories.isEmpty() ? Contents.ofJar(jar) : Contents.ofDirectories(directories);
    }
}
