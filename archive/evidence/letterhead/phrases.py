"""Phrases that papers of schools and offices are full of, with their right marks; chosen by hand."""

_TEXT = """
Cộng hòa xã hội chủ nghĩa Việt Nam|Ủy ban nhân dân tỉnh|Ủy ban nhân dân huyện|Ủy ban nhân dân xã|UBND tỉnh
UBND huyện|UBND thị xã|UBND thành phố|UBND phường|UBND xã|UBND quận|Hội đồng nhân dân|Sở Y tế|Bộ Y tế
Phòng Y tế|Trạm Y tế|Trung tâm Y tế|Sở Giáo dục và Đào tạo|Phòng Giáo dục và Đào tạo
Bộ Giáo dục và Đào tạo|Sở Nội vụ|Phòng Nội vụ|Sở Tài chính|Phòng Tài chính Kế hoạch|Kho bạc Nhà nước
Trường THCS|Trường THPT|Trường tiểu học|Trường trung học cơ sở|Trường trung học phổ thông|Trường mầm non
Trường đại học|Trường cao đẳng|Hội đồng tự đánh giá|Hội đồng trường|Hội đồng thi đua khen thưởng
Hội đồng sáng kiến|Hội đồng kỷ luật|Hội đồng nghiệm thu|Tổ Khoa học tự nhiên|Tổ Khoa học xã hội
Tổ Văn phòng|Tổ chuyên môn|Ban đại diện cha mẹ học sinh|Ban giám hiệu|Ban chấp hành|Ban tổ chức
Ban chỉ đạo|Ban thường vụ|Ban thanh tra nhân dân|Công đoàn cơ sở|Công đoàn trường|Công đoàn ngành
Liên đoàn lao động|Liên đội trường|Chi bộ trường|Đảng bộ xã|Đảng bộ phường|Đảng ủy xã|Đảng ủy phường
Đảng Cộng sản Việt Nam|Chi đoàn giáo viên|Đoàn thanh niên|Đội thiếu niên tiền phong|Hồ Chí Minh
Hội cha mẹ học sinh|Hội khuyến học|Hội chữ thập đỏ|Thanh tra Sở|Chi cục|Công an phường|Công an xã|thị xã
thị trấn|thành phố|Kế hoạch|Quyết định|Nghị quyết|Chỉ thị|Thông báo|Thông tư|Nghị định|Báo cáo|Tờ trình
Biên bản|Công văn|Hướng dẫn|Chương trình|Đề án|Phương án|Quy chế|Quy định|Giấy mời|Thư mời|Điều lệ
Danh sách|Nội quy|Hợp đồng|Về việc|kế hoạch tổ chức|tổ chức|thực hiện nhiệm vụ|triển khai thực hiện
triển khai kế hoạch|ý kiến|góp ý dự thảo|lấy ý kiến|việc thực hiện|Thông tư số|Quyết định số|Nghị định số
Công văn số|Chỉ thị số|Nghị quyết số|Kế hoạch số|công tác|công tác quản lý|hệ thống|Hội nghị
hội nghị tổng kết|tổng kết công tác|tổng kết năm học|sơ kết học kỳ|học kỳ I|học kỳ II|năm học|phương hướng
nhiệm vụ năm học|kế hoạch hoạt động|hoạt động|chất lượng|chất lượng giáo dục|đánh giá|tự đánh giá
đánh giá ngoài|kiểm tra|kiểm tra đánh giá|kiểm định|kiểm kê|thanh tra|giám sát|khảo sát|thành lập
thành lập hội đồng|Đoàn kiểm tra|đoàn thanh tra|kiện toàn|bổ nhiệm|bổ nhiệm lại|công nhận danh hiệu
danh hiệu thi đua|thi đua khen thưởng|khen thưởng|tập thể|cá nhân|đạt thành tích|thành tích
hoàn thành tốt nhiệm vụ|xuất sắc|lao động tiên tiến|chiến sĩ thi đua|giáo viên giỏi|giáo viên dạy giỏi
học sinh giỏi|bồi dưỡng|bồi dưỡng học sinh|bồi dưỡng thường xuyên|phụ đạo|tập huấn|đào tạo|nâng cao
kiến thức|kỹ năng|kỹ năng sống|chuyên môn|chuyên đề|nghiệp vụ|tăng cường công tác|tăng cường|phòng chống
phòng chống dịch|dịch bệnh|một số|tình hình|sử dụng|số liệu|cung cấp|mua sắm|tài sản|bàn giao
bàn giao tài sản|thiết bị|thiết bị dạy học|cơ sở vật chất|trên địa bàn|trên địa bàn tỉnh|trực thuộc|đơn vị
các đơn vị|đơn vị trực thuộc|môi trường|bảo vệ môi trường|báo cáo công tác|quản lý nhà nước|bình đẳng giới
bạo lực học đường|tháng hành động|bảo đảm|an ninh trật tự|an toàn|an toàn giao thông|an toàn thực phẩm
an toàn trường học|trường học|vệ sinh|y tế học đường|chăm sóc sức khỏe|sức khỏe|giáo dục|giáo dục thể chất
giáo dục hướng nghiệp|hướng nghiệp|giáo dục địa phương|phổ cập giáo dục|giáo dục nhà trường
giáo dục phổ thông|nhà trường|phát triển|chiến lược phát triển|chiến lược|giai đoạn|tầm nhìn đến năm
phê duyệt|ban hành|ban hành quy chế|quy chế làm việc|quy chế chi tiêu nội bộ|chi tiêu nội bộ|dân chủ
thực hiện dân chủ|công khai|công khai dự toán|dự toán|ngân sách nhà nước|ngân sách|thu chi|kinh phí
xin kinh phí|sửa chữa|xây dựng|nâng cấp|mở rộng|đề nghị|phân công|phân công nhiệm vụ|phân loại
đánh giá và phân loại|xếp loại|giáo viên|cán bộ giáo viên|nhân viên|công chức viên chức|viên chức
người lao động|cán bộ quản lý|quản lý|hiệu trưởng|phó hiệu trưởng|Giám đốc|tổ trưởng|tổ phó|chủ nhiệm
giáo viên chủ nhiệm|học sinh|cha mẹ học sinh|phụ huynh|tuyển sinh|tuyển sinh vào lớp|thi tuyển|tuyển dụng
thi giáo viên|kỳ thi|cuộc thi|lịch học|lịch thi|lịch nghỉ|nghỉ Tết|Tết Nguyên đán|trực Tết|biên chế lớp
lớp học|học tập|rèn luyện|đạo đức|kết quả|kết quả thực hiện|báo cáo kết quả|tham dự|cuộc họp|tham gia
cử cán bộ|phối hợp|phối hợp tổ chức|tuyên truyền|phổ biến|pháp luật|phổ biến pháp luật|cải cách hành chính
hành chính|văn thư lưu trữ|lưu trữ|chuyển đổi số|công nghệ thông tin|ứng dụng|ngoài giờ|trải nghiệm
thư viện|đọc sách|ngày hội|lễ kỷ niệm|kỷ niệm|khai giảng|bế giảng|chào mừng|ngày Nhà giáo Việt Nam
thể dục thể thao|văn nghệ|phong trào|cuộc vận động|đuối nước|tai nạn thương tích|phòng cháy chữa cháy
cứu nạn cứu hộ|hội đồng|họp hội đồng|họp tổ|họp giáo viên|Chương trình hành động|Tỉnh ủy|Thành ủy|Huyện ủy
Thị ủy|Trung ương|nhiệm kỳ|đại hội|khám sức khỏe|nghiên cứu|nghiên cứu khoa học|sáng kiến
sáng kiến cấp cơ sở|sáng kiến kinh nghiệm|cấp cơ sở|cấp tỉnh|cấp huyện|cấp thị xã|toàn ngành
ngành giáo dục|thời gian|địa điểm|thành phần|công nhân viên|điều kiện|cộng tác viên|công nhận kết quả
trường hợp|sân trường|văn bản|giao ban|họp giao ban|Văn hóa|Văn hóa Xã hội|Bộ Nội vụ|Bộ Tài chính
Bộ Công an|Bộ Quốc phòng|Bộ Tư pháp|Bộ Xây dựng|Sở Tư pháp|Sở Xây dựng|Sở Công Thương
Sở Giao thông vận tải|Sở Khoa học và Công nghệ|Sở Ngoại vụ|Bộ Khoa học và Công nghệ
Bộ Thông tin và Truyền thông|Sở Thông tin và Truyền thông|Sở Kế hoạch và Đầu tư
Sở Nông nghiệp và Phát triển nông thôn|Sở Tài nguyên và Môi trường|Bộ Tài nguyên và Môi trường
Sở Lao động Thương binh và Xã hội|Phòng Văn hóa và Thông tin|Bảo hiểm xã hội|Thanh tra tỉnh|Tỉnh đoàn
Thủ tướng Chính phủ|Văn phòng Chính phủ|Văn phòng Ủy ban|Mặt trận Tổ quốc Việt Nam|Ủy ban Mặt trận
Đại hội công đoàn|Tổng Liên đoàn|Tổng cục|Đảng ủy|Đảng bộ|Ban Tuyên giáo|Ban Dân vận|Đội trưởng
Phó trưởng phòng|Trưởng phòng|chi bộ|chi đoàn|Ủy ban nhân dân phường|Phòng Văn hóa Xã hội
Ban chấp hành Trung ương
"""

_PROVINCES = """
An Giang|Bà Rịa|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|Bình Thuận|Cà Mau
Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh
Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hồ Chí Minh|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn
Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi
Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang
Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Vũng Tàu|Yên Bái
"""
"""The provinces and cities under the government until 2025, of which papers of those years are."""

PHRASES: tuple[str, ...] = (
    *(phrase for line in _TEXT.strip().splitlines() for phrase in line.split("|")),
    *(f"tỉnh {name}" for line in _PROVINCES.strip().splitlines() for name in line.split("|")),
)
"""Each a phrase, the marks as the rules of spelling have them."""

ABBREVIATIONS = frozenset(
    "ubnd hdnd thcs thpt thcn th mn tncs tntp bch bcd btc bql bgh cdcs cdgd cdn cdv ldld mttq tnhh ttyt gdtx"
    " gdnn gd dt gddt pgd sgd pgddt sgddt bgddt tt tp tx hcm kh tw cb cc vc hd hdt hdtdg tdg kdcl ttnd ptdt"
    " ptdtbt ptdtnt clb cntt cmhs khtn khxh xhcn khkt tcm hs gv".split()
)
"""Abbreviations in the names of bodies, in small letters without marks."""
