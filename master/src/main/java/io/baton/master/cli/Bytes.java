package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Units;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's size. */
final class Bytes implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            return Units.bytes(text);
        } catch (ConfigException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
