"""gongkai: government-information-disclosure annual reports (政府信息公开工作年度报告) as a validated dataset."""
