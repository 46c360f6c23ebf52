package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.hearth.app.platform.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a file that is uploaded as a photograph. */
class PhotographTest {

    @Test
    void a_large_photograph_is_kept_at_a_size_to_recognise_somebody_by() throws IOException {
        Photograph kept = Photograph.read(new ByteArrayInputStream(file("jpeg", 4000, 3000)));
        assertThat(kept.width()).isEqualTo(1280);
        assertThat(kept.height()).isEqualTo(960);
        assertThat(ImageIO.read(new ByteArrayInputStream(kept.jpeg())).getWidth())
                .isEqualTo(1280);
    }

    @Test
    void a_small_one_keeps_its_size_and_a_png_becomes_a_jpeg() throws IOException {
        Photograph kept = Photograph.read(new ByteArrayInputStream(file("png", 320, 240)));
        assertThat(kept.width()).isEqualTo(320);
        assertThat(kept.jpeg()).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void what_the_phone_wrote_beside_the_pixels_is_gone() throws IOException {
        byte[] told = exif(file("jpeg", 200, 100), 1, "GPS 35.7N 102.8E");
        assertThat(new String(told, StandardCharsets.ISO_8859_1)).contains("GPS 35.7N", "Exif");
        Photograph kept = Photograph.read(new ByteArrayInputStream(told));
        assertThat(new String(kept.jpeg(), StandardCharsets.ISO_8859_1)).doesNotContain("GPS", "Exif");
    }

    /** The picture has red at its top left corner; a camera that was held otherwise wrote that corner elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "1,false,0,0",
        "2,false,1,0",
        "3,false,1,1",
        "4,false,0,1",
        "5,true,0,0",
        "6,true,1,0",
        "7,true,1,1",
        "8,true,0,1"
    })
    void however_the_camera_was_held_the_picture_stands_upright(int orientation, boolean lying, int right, int bottom)
            throws IOException {
        byte[] file = exif(file("jpeg", 400, 200), orientation, "");
        Photograph kept = Photograph.read(new ByteArrayInputStream(file));
        assertThat(kept.width()).isEqualTo(lying ? 200 : 400);
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(kept.jpeg()));
        Color corner = new Color(
                seen.getRGB(right == 0 ? 10 : seen.getWidth() - 10, bottom == 0 ? 10 : seen.getHeight() - 10));
        assertThat(corner.getRed()).isGreaterThan(200);
        assertThat(corner.getBlue()).isLessThan(60);
    }

    @Test
    void another_kind_of_file_is_refused_whatever_its_name() {
        refused("%PDF-1.7 …".getBytes(StandardCharsets.UTF_8), "不是 JPEG 或 PNG");
        refused("<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8), "不是 JPEG 或 PNG");
        refused(new byte[0], "请先选择照片");
    }

    @Test
    void a_photograph_of_an_iphone_is_refused_with_what_to_set() {
        refused("\0\0\0\u0018ftypheic\0\0\0\0mif1".getBytes(StandardCharsets.ISO_8859_1), "HEIC");
    }

    @Test
    void a_broken_one_is_refused() throws IOException {
        byte[] whole = file("png", 300, 300);
        refused(java.util.Arrays.copyOf(whole, 60), "打不开");
        refused(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 0}, "打不开");
    }

    @Test
    void a_small_file_that_unfolds_to_a_huge_picture_is_refused_before_it_is_decoded() throws IOException {
        refused(bomb(50_000, 50_000), "50000×50000");
    }

    @Test
    void a_hundred_megabytes_are_not_read_to_their_end() {
        long[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return 0xFF;
            }
        };
        assertThatThrownBy(() -> Photograph.read(endless))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("larger than 20 MB");
        assertThat(read[0]).isLessThanOrEqualTo(21L * 1024 * 1024);
    }

    private static void refused(byte[] file, String why) {
        assertThatThrownBy(() -> Photograph.read(new ByteArrayInputStream(file)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.text().zh()).contains(why));
    }

    /** Blue, with a red corner at the top left. */
    static byte[] file(String format, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                picture.setRGB(x, y, x < width / 4 && y < height / 4 ? 0xFF0000 : 0x0000FF);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }

    /** The file with an Exif part that says how the camera was held. */
    private static byte[] exif(byte[] jpeg, int orientation, String beside) throws IOException {
        byte[] words = beside.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(jpeg, 0, 2);
        out.writeShort(0xFFE1);
        out.writeShort(2 + 6 + 8 + 2 + 12 + 4 + words.length);
        out.writeBytes("Exif\0\0MM");
        out.writeShort(42);
        out.writeInt(8);
        out.writeShort(1);
        out.writeShort(0x0112);
        out.writeShort(3);
        out.writeInt(1);
        out.writeShort(orientation);
        out.writeShort(0);
        out.writeInt(0);
        out.write(words);
        out.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    /** A PNG whose header promises more than it has. */
    private static byte[] bomb(int width, int height) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream part = new DataOutputStream(header);
        part.writeBytes("IHDR");
        part.writeInt(width);
        part.writeInt(height);
        part.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 check = new CRC32();
        check.update(header.toByteArray());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeInt(13);
        out.write(header.toByteArray());
        out.writeInt((int) check.getValue());
        out.writeInt(0);
        out.writeBytes("IDAT");
        out.writeInt(0);
        return bytes.toByteArray();
    }
}
