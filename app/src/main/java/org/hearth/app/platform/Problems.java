package org.hearth.app.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.hearth.divisions.RegionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns what went wrong into a page, or a notice within one, that says what, where and what to do. */
@ControllerAdvice
class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final DataSize uploadLimit;

    Problems(@Value("${spring.servlet.multipart.max-file-size}") DataSize uploadLimit) {
        this.uploadLimit = uploadLimit;
    }

    @ExceptionHandler(Missing.class)
    ModelAndView missing(Missing missing, HttpServletRequest request) {
        return page(HttpStatus.NOT_FOUND, missing.text(), request);
    }

    @ExceptionHandler(Problem.class)
    ModelAndView problem(Problem problem, HttpServletRequest request) {
        ModelAndView page = page(HttpStatus.UNPROCESSABLE_CONTENT, problem.text(), request);
        page.addObject("field", problem.field());
        return page;
    }

    @ExceptionHandler({NoResourceFoundException.class, MethodArgumentTypeMismatchException.class})
    ModelAndView noPage(Exception e, HttpServletRequest request) {
        return page(
                HttpStatus.NOT_FOUND,
                new Text("没有这个页面。请检查地址，或返回首页。", "There is no such page. Check the address, or go to the home page."),
                request);
    }

    @ExceptionHandler(RegionCode.Malformed.class)
    ModelAndView noRegion(RegionCode.Malformed e, HttpServletRequest request) {
        return page(HttpStatus.NOT_FOUND, new Missing("个地区", "region").text(), request);
    }

    /** The address of a form's button, asked for as a page: after a change of language, say, or from the browser's history. */
    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ModelAndView noPageButAnAction(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        return page(
                HttpStatus.METHOD_NOT_ALLOWED,
                new Text(
                        "这个地址只接收提交，没有可以打开的页面。请从左侧或首页重新进入。",
                        "This address takes a form and has no page of its own. Start again from the menu or the home page."),
                request);
    }

    @ExceptionHandler({
        MissingServletRequestParameterException.class,
        MissingServletRequestPartException.class,
        MultipartException.class,
        HttpMessageNotReadableException.class
    })
    ModelAndView incomplete(Exception e, HttpServletRequest request) {
        return page(
                HttpStatus.UNPROCESSABLE_CONTENT,
                new Text(
                        "提交的内容不完整，没有保存。请返回上一页补全后再提交。",
                        "What was sent is incomplete and was not saved. Go back, complete it and send it again."),
                request);
    }

    @ExceptionHandler(MaxUploadSizeExceededException.class)
    ModelAndView tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request) {
        return page(
                HttpStatus.CONTENT_TOO_LARGE,
                new Text(
                        "文件超过 " + uploadLimit.toMegabytes() + " MB，没有接收。请分成几个文件上传。",
                        "The file is larger than " + uploadLimit.toMegabytes()
                                + " MB and was not taken. Split it and upload the parts."),
                request);
    }

    @ExceptionHandler(AccessDeniedException.class)
    ModelAndView denied(AccessDeniedException e, HttpServletRequest request) {
        return page(HttpStatus.FORBIDDEN, new Text("您的岗位不办理这项工作。", "This work is not part of your role."), request);
    }

    @ExceptionHandler(Exception.class)
    ModelAndView unexpected(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            // A file that broke off must not end like a whole one, with a page in it: the server closes the connection.
            throw e;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return page(
                HttpStatus.INTERNAL_SERVER_ERROR,
                new Text(
                        "系统出错，这次操作没有保存。请重试；如仍出错，请把时间和页面告诉系统管理员。",
                        "The system failed and this action was not saved. Try again; if it fails again, tell the administrator the time and the page."),
                request);
    }

    private static ModelAndView page(HttpStatus status, Text text, HttpServletRequest request) {
        boolean fragment = request.getHeader("HX-Request") != null;
        ModelAndView page = new ModelAndView(fragment ? "platform/notice :: problem" : "platform/problem");
        page.setStatus(status);
        page.addObject("status", status.value());
        page.addObject("text", text);
        return page;
    }
}
