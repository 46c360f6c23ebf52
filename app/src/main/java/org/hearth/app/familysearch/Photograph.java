package org.hearth.app.familysearch;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.hearth.app.platform.Problem;

/**
 * A photograph as it is kept: a JPEG of a size to recognise somebody by, upright, made anew from the pixels, so that nothing of
 * what a camera or a phone wrote beside them (place, time, device) is in it.
 *
 * @param jpeg the bytes
 * @param width in pixels, at most {@link #LONGEST_SIDE}
 * @param height likewise
 */
public record Photograph(byte[] jpeg, int width, int height) {

    /** A file that is larger is not looked at. */
    public static final long LARGEST_FILE = 20L * 1024 * 1024;

    /** The longer side of what is kept, in pixels. */
    static final int LONGEST_SIDE = 1280;

    /** What the largest cameras of phones take; more is read off the header and not decoded. */
    static final long MOST_PIXELS = 60_000_000;

    private static final float QUALITY = 0.85f;
    private static final int ORIENTATION = 0x0112;
    // A large picture takes a hundred megabytes while it is read: others wait for their turn.
    private static final Semaphore TURN = new Semaphore(2);

    /**
     * Reads a JPEG or PNG, told by its content and not by its name.
     *
     * @throws Problem at {@code photo} when it is none, is broken, or is too large, with what to do
     */
    public static Photograph read(InputStream file) throws IOException {
        byte[] bytes = file.readNBytes((int) LARGEST_FILE + 1);
        if (bytes.length > LARGEST_FILE) {
            throw tooLarge();
        }
        String format = format(bytes);
        TURN.acquireUninterruptibly();
        try {
            return decode(bytes, format);
        } finally {
            TURN.release();
        }
    }

    static Problem tooLarge() {
        return Problem.at(
                "photo",
                "照片文件超过 " + LARGEST_FILE / 1024 / 1024 + " MB，没有保存。请重新拍一张，或把尺寸调小后再上传。",
                "The file is larger than " + LARGEST_FILE / 1024 / 1024
                        + " MB and was not kept. Take the picture again, or make it smaller.");
    }

    private static String format(byte[] bytes) {
        if (bytes.length == 0) {
            throw Problem.at("photo", "请先选择照片或拍照。", "Choose or take a photograph first.");
        }
        if (begins(bytes, 0xFF, 0xD8, 0xFF)) {
            return "jpeg";
        }
        if (begins(bytes, 0x89, 'P', 'N', 'G')) {
            return "png";
        }
        if (bytes.length > 12 && new String(bytes, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp")) {
            throw Problem.at(
                    "photo",
                    "这是 HEIC（苹果手机）格式的照片，系统打不开。请在手机“设置—相机—格式”中选“兼容性最佳”重新拍照，或先转成 JPEG 再上传。",
                    "This is a HEIC photograph, as iPhones take them, and cannot be read. Choose Settings, Camera, Formats, Most"
                            + " Compatible and take it again, or save it as JPEG first.");
        }
        throw Problem.at(
                "photo",
                "这个文件不是 JPEG 或 PNG 照片，没有保存。请选择照片文件，或直接用手机拍照。",
                "The file is no JPEG or PNG photograph and was not kept. Choose a photograph, or take one with the phone.");
    }

    private static boolean begins(byte[] bytes, int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static Photograph decode(byte[] bytes, String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS) {
                throw Problem.at(
                        "photo",
                        "照片有 " + width + "×" + height + " 个像素，太大了，没有保存。请把尺寸调小后再上传。",
                        "The photograph has " + width + "×" + height
                                + " pixels, which is too many; it was not kept. Make it" + " smaller.");
            }
            // Every n-th pixel is enough where twice as many are left as are kept.
            ImageReadParam param = reader.getDefaultReadParam();
            int every = Math.max(1, Math.max(width, height) / (2 * LONGEST_SIDE));
            param.setSourceSubsampling(every, every, 0, 0);
            BufferedImage picture = upright(reader.read(0, param), orientation(bytes));
            return new Photograph(jpeg(picture), picture.getWidth(), picture.getHeight());
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A decoder that meets what no camera writes fails in many ways; they all mean the same to whoever sent it.
            throw Problem.at(
                    "photo",
                    "照片打不开，可能没有传完或已损坏。请重新拍照或另选一张。",
                    "The photograph cannot be opened; it may be incomplete or broken. Take or choose another.");
        } finally {
            reader.dispose();
        }
    }

    /** Scaled down to what is kept, on white, and turned as the camera was held. */
    private static BufferedImage upright(BufferedImage read, int orientation) {
        double scale = Math.min(1.0, (double) LONGEST_SIDE / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
        boolean lying = orientation >= 5;
        BufferedImage picture =
                new BufferedImage(lying ? height : width, lying ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D to = picture.createGraphics();
        to.setColor(Color.WHITE);
        to.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        to.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        to.transform(turned(orientation, width, height));
        to.drawImage(read, 0, 0, width, height, null);
        to.dispose();
        return picture;
    }

    /** From the pixels as the camera read them to the picture as it was seen (Exif 2.3, tag 274). */
    private static AffineTransform turned(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** How the camera was held, 1 to 8, from the Exif part of a JPEG; 1 where it does not say. */
    static int orientation(byte[] file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(file);
            int at = 2;
            while (at + 4 <= file.length && begins(file, 0xFF, 0xD8) && (file[at] & 0xFF) == 0xFF) {
                int marker = file[at + 1] & 0xFF;
                int length = bytes.getShort(at + 2) & 0xFFFF;
                if (marker == 0xE1 && new String(file, at + 4, 6, StandardCharsets.ISO_8859_1).equals("Exif\0\0")) {
                    return orientation(bytes.slice(at + 10, Math.min(length - 8, file.length - at - 10)));
                }
                if (marker == 0xDA || length < 2) {
                    return 1;
                }
                at += 2 + length;
            }
        } catch (IndexOutOfBoundsException e) {
            return 1;
        }
        return 1;
    }

    private static int orientation(ByteBuffer exif) {
        exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = exif.getInt(4);
        int entries = exif.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((exif.getShort(entry) & 0xFFFF) == ORIENTATION) {
                int held = exif.getShort(entry + 8) & 0xFFFF;
                return held >= 1 && held <= 8 ? held : 1;
            }
        }
        return 1;
    }
}
